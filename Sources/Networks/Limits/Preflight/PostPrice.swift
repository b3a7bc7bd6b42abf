import Kernel

/// What a network charges for a post, from the book's own figures.
public enum PostPrice {
    /// Thousandths of a US cent in a dollar.
    public static let perDollar = 100_000

    /// The price of `face` in thousandths of a US cent: every part of a thread and the first comment are posts of their
    /// own, dearer with an address in it, and each description of a file is one more call
    /// (docs.x.com/x-api/getting-started/pricing). Nil where the network charges nothing.
    public static func usd(_ face: PreflightFace, _ limits: NetworkLimits) -> Int? {
        guard let plain = limits[.postCost]?.value.number else { return nil }
        let linked = limits[.linkPostCost]?.value.number ?? plain
        let described = limits[.mediaMetadataCost]?.value.number ?? 0
        let parts = [face.text] + face.thread + (face.firstComment.map { [$0] } ?? [])
        let posts = parts.reduce(0) { $0 + millicents(XText.urls(in: $1).isEmpty ? plain : linked) }
        let files = face.media.count { !Inspection.isBlank($0.alt ?? "") }
        return posts + files * millicents(described)
    }

    private static func millicents(_ dollars: Double) -> Int { Int((dollars * Double(perDollar)).rounded()) }
}
