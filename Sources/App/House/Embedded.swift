import CAssets
import Encoder
import Kernel
import Opinion

/// Files that travel inside the binary, read in place.
enum Embedded {
    /// - Throws: `Failure(.broken)` when the binary was built without it.
    static func bytes(_ path: String) throws -> UnsafeRawBufferPointer {
        var index = 0
        while let asset = resonance_asset_at(index)?.pointee {
            if String(cString: asset.path) == path {
                return UnsafeRawBufferPointer(start: asset.bytes, count: asset.size)
            }
            index += 1
        }
        throw Failure(.broken, "the binary holds no \(path)")
    }

    static func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }
}

/// The model that ships.
enum EmbeddedModel {
    static func load(encoder: Encoder?) throws -> OpinionModel {
        try OpinionModel(embedded: try Embedded.bytes("opinion/model.bin"), encoder: encoder)
    }
}
