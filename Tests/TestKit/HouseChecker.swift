public import Deontology
public import Encoder
public import Foundation

/// The checker as the house makes it, out of the checkout.
public enum HouseChecker {
    public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    public static let folder = root.appending(path: "Sources/Deontology").path

    public static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appending(path: path)))
    }

    public static func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

    public static func rules() throws -> RuleBook {
        let files = ["secrecy", "dignity", "advertising", "science", "products", "image"]
        return try RuleBook(files.map { ("\($0).json", try bytes("Sources/Deontology/Rules/\($0).json")) })
    }

    public static func cues() throws -> CueList {
        try CueList(
            text("Sources/Deontology/Rules/cues.txt") + "\n[medicine]\n"
                + text("Sources/Deontology/Rules/medicines.txt"))
    }

    /// Wordings alone: every machine has them.
    public static let wordings = Result { try make(encoder: nil) }

    /// With the encoder, where its weights are: beside the checkout's build or in its cache.
    public static let meanings: Checker? = {
        let path =
            ProcessInfo.processInfo.environment["RESONANCE_ENCODER"]
            ?? root.appending(path: ".cache/encoder/encoder.bin").path
        guard let encoder = try? Encoder(path) else { return nil }
        return try? make(encoder: encoder)
    }()

    public static func make(encoder: Encoder?, rules: RuleBook? = nil) throws -> Checker {
        Checker(
            rules: try rules ?? self.rules(), cues: try cues(),
            model: try DeontologyModel(bytes: bytes("Sources/CAssets/assets/deontology/model.bin")), encoder: encoder)
    }
}
