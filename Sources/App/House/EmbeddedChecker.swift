import Deontology
import Encoder
import Kernel
import Privacy

/// The rules, cues and layers of medical ethics that travel inside the binary.
enum EmbeddedChecker {
    static let files = ["secrecy", "dignity", "advertising", "science", "products", "image"]

    static func rules(own folder: String?) throws -> RuleBook {
        var book = try RuleBook(
            files.map { ("\($0).json", Array(try Embedded.bytes("deontology/rules/\($0).json"))) })
        if let folder { try book.add(folder: folder) }
        return book
    }

    static func cues() throws -> CueList {
        try CueList(
            Embedded.text("deontology/rules/cues.txt") + "\n[medicine]\n"
                + Embedded.text("deontology/rules/medicines.txt"))
    }

    static func model() throws -> DeontologyModel {
        try DeontologyModel(bytes: Array(try Embedded.bytes("deontology/model.bin")))
    }

    static func load(_ settings: Settings) throws -> Checker {
        try load(try InstalledEncoder.load(settings), own: settings.rules)
    }

    /// - Parameters:
    ///   - own: folder of the hospital's own rules.
    ///   - layers: those of another file than the binary's.
    static func load(_ encoder: Encoder?, own: String? = nil, layers: DeontologyModel? = nil) throws -> Checker {
        Checker(
            rules: try rules(own: own), cues: try cues(), model: try layers ?? model(), encoder: encoder,
            identities: try identities())
    }

    private static let numbers: Set<ClueKind> = [.nir, .ipp, .nda]

    /// What Privacy sees, as Deontology asks for it.
    private static func identities() throws -> @Sendable (String) -> IdentitySignal {
        let reader = try PrivacyReader()
        return { text in
            let reading = reader.read(text)
            let sure = reading.clues.filter { $0.confidence >= 0.8 }
            return IdentitySignal(
                numbers: sure.filter { numbers.contains($0.kind) }.map(\.range),
                clues: (sure + reading.weak).map(\.range), singlingOut: reading.singlingOut)
        }
    }
}
