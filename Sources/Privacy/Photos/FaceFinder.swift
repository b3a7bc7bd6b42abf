import CAssets
import Kernel

/// Finds the faces of a photo, so that each is released by who wears it, or blurred.
///
/// It finds faces that a person would: `docs/decisions/faces.md` says which, measured, and which it misses. What it finds
/// is shown to a person, who adds what is missing; a photo without a face found is not a photo without a face.
public struct FaceFinder: Sendable {
    let weights: FaceWeights

    /// The score from which a box is worth showing: nearly every face reaches it, for one or two boxes too many in the
    /// picture of a group.
    public static let advised: Float = 0.5
    /// Lower scores are of no use: boxes that are no face would be many more than the faces.
    public static let lowest: Float = 0.2
    /// So many faces of one picture are given at most, the surest.
    public static let most = 2_000

    /// The finder that ships in the binary.
    /// - Throws: `Failure(.broken)` when the binary was built without its file.
    public init() throws {
        var index = 0
        while let asset = resonance_asset_at(index)?.pointee {
            if String(cString: asset.path) == "privacy/faces.bin" {
                try self.init(weights: UnsafeRawBufferPointer(start: asset.bytes, count: asset.size))
                return
            }
            index += 1
        }
        throw Failure(.broken, "the binary holds no privacy/faces.bin")
    }

    /// A finder from the bytes of `faces.bin`, which it copies.
    /// - Throws: `Failure(.broken)` when they are not such a file.
    public init(weights: UnsafeRawBufferPointer) throws {
        self.weights = try FaceWeights(weights)
    }

    /// The faces of a picture, the surest first. Twelve million pixels take about a second of one core and 200 MB;
    /// larger pictures are halved until they have sixteen million pixels at most. It waits for nothing, so call it where
    /// a second of work disturbs nobody; between two looks it obeys a cancelled task.
    /// - Parameter score: from 0 to 1; `lowest` where it is less or no number.
    /// - Throws: `CancellationError`.
    public func faces(in pixels: Pixels, atLeast score: Float = advised) throws -> [Face] {
        let least = score >= Self.lowest ? min(score, 1) : Self.lowest
        var boxes: [FaceBox] = []
        for look in FaceLooks(at: pixels) {
            try Task.checkCancellation()
            boxes += weights.floats.withUnsafeBufferPointer { floats -> [FaceBox] in
                guard let start = floats.baseAddress else { return [] }
                return look.boxes(start, atLeast: least)
            }
        }
        return FaceBox.distinct(boxes, keeping: Self.most).compactMap { Face($0, in: pixels) }
    }
}
