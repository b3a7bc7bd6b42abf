/// How much each character of a post counts: the numbers of twitter-text's configuration files.
public struct XWeights: Sendable, Equatable {
    /// Characters of a range, and what each of them counts.
    public struct Band: Sendable, Equatable {
        /// First and last scalar value.
        public let range: ClosedRange<UInt32>
        /// In `scale`ths of a character.
        public let weight: Int

        public init(_ range: ClosedRange<UInt32>, weight: Int) {
            self.range = range
            self.weight = weight
        }
    }

    /// What a post may count in all.
    public let longest: Int
    /// Weight of one character.
    public let scale: Int
    /// Weight of a character outside of the bands, and of an emoji.
    public let usual: Int
    /// What any address counts, in characters.
    public let address: Int
    /// Whether a sequence of emoji counts as one.
    public let joinsEmoji: Bool
    /// Characters that weigh less.
    public let bands: [Band]

    public init(longest: Int, scale: Int, usual: Int, address: Int, joinsEmoji: Bool, bands: [Band]) {
        self.longest = longest
        self.scale = max(1, scale)
        self.usual = usual
        self.address = address
        self.joinsEmoji = joinsEmoji
        self.bands = bands
    }

    /// In force since 2018 (twitter-text, config/v3.json).
    public static let current = XWeights(
        longest: 280, scale: 100, usual: 200, address: 23, joinsEmoji: true,
        bands: [
            Band(0...4_351, weight: 100), Band(8_192...8_205, weight: 100), Band(8_208...8_223, weight: 100),
            Band(8_242...8_247, weight: 100),
        ])

    func weight(of scalar: Unicode.Scalar) -> Int {
        for band in bands where band.range.contains(scalar.value) { return band.weight }
        return usual
    }
}
