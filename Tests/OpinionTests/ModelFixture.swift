import Encoder
import Foundation
import Kernel
import Testing

@testable import Opinion

/// The model that ships, read once for all tests.
enum Shipped {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static let bytes: [UInt8] = {
        let file = root.appending(path: "Sources/CAssets/assets/opinion/model.bin")
        return (try? Data(contentsOf: file)).map { [UInt8]($0) } ?? []
    }()

    static let model = Result { try OpinionModel(bytes: bytes) }

    /// The same with the sentence encoder, once `scripts/encoder` has fetched its weights; nil before.
    static let understanding: OpinionModel? = {
        guard let encoder = try? Encoder(root.appending(path: ".cache/encoder/encoder.bin").path) else { return nil }
        return try? OpinionModel(bytes: bytes, encoder: encoder)
    }()

    /// The words of `text` that a reason covers.
    static func words(_ text: String, _ reason: Reason) -> String {
        let scalars = Array(text.unicodeScalars)
        return String(String.UnicodeScalarView(scalars[reason.start..<reason.end]))
    }
}
