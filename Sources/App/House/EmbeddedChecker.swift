import Deontology
import Encoder
import Kernel

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

    /// - Parameter own: folder of the hospital's own rules.
    static func load(_ encoder: Encoder?, own: String? = nil) throws -> Checker {
        Checker(rules: try rules(own: own), cues: try cues(), model: try model(), encoder: encoder)
    }
}
