/// What an export may cost. Everything in an export comes from outside: sizes in headers are not believed.
public struct ArchiveLimits: Sendable {
    /// Longest line, row or JSON element, in bytes. A longer one is refused alone. Bounds memory too: about ten times it.
    public var element: Int
    /// Unpacked bytes of one archive, members that are passed over included when they have to be unpacked.
    public var unpacked: Int64
    /// Unpacked bytes for each packed byte, once `ratioFloor` bytes were unpacked. Text reaches 30, deflate's end is 1,032.
    public var ratio: Int64
    public var ratioFloor: Int64
    /// Members of one archive.
    public var members: Int
    /// Unicode scalars of one text. A longer text is refused rather than cut: a cut text would be a false quotation.
    public var text: Int

    public init(
        element: Int = 2 << 20, unpacked: Int64 = 4 << 40, ratio: Int64 = 200, ratioFloor: Int64 = 32 << 20,
        members: Int = 1_000_000, text: Int = 100_000
    ) {
        self.element = element
        self.unpacked = unpacked
        self.ratio = ratio
        self.ratioFloor = ratioFloor
        self.members = members
        self.text = text
    }

    public static let standard = ArchiveLimits()
}
