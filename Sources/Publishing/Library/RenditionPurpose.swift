import Channels
import Kernel
import Networks

/// For whom a rendition is made: a network, or a server of it that takes only smaller pictures.
struct RenditionPurpose: Hashable, Sendable {
    let network: Network
    /// Bytes of a picture, where the server takes fewer than its network.
    let most: Int64?

    /// What every Bluesky server takes: those that are older than the limit of two million bytes say `BlobTooLarge` above
    /// it (bluesky-social/cookbook #55).
    static let everywhere: Int64 = 1_000_000

    init(_ network: Network, most: Int64? = nil) { (self.network, self.most) = (network, most) }

    /// Of one account: what its server said of itself counts, and that it refused what the network takes.
    /// - Parameter isRefused: whether it refused a picture as too large.
    init(_ channel: Channel, _ desk: PublishingDesk, isRefused: Bool = false) {
        let most = desk.limits.limits(for: channel.network)?[.imagesMaxBytes]?.value.number
        let said = desk.limits(of: channel)?[.imagesMaxBytes]?.value.number
        let least = [said, isRefused ? Double(Self.everywhere) : nil].compactMap { $0 }.min()
        let isLess = least.map { $0 >= 1 && $0 < most ?? .infinity } ?? false
        self.init(channel.network, most: isLess ? least.flatMap { Int64(exactly: $0.rounded()) } : nil)
    }

    /// As it lies in the store: `bluesky`, `bluesky@1000000`.
    var text: String { network.rawValue + (most.map { "@\($0)" } ?? "") }

    init?(_ text: String) {
        let parts = text.split(separator: "@", maxSplits: 1)
        guard let first = parts.first, let network = Network(rawValue: String(first)) else { return nil }
        let most = parts.count > 1 ? Int64(parts[1]) : nil
        guard parts.count == 1 || most.map({ $0 > 0 }) == true else { return nil }
        self.init(network, most: most)
    }

    /// Whether what was made for the network is too large for this server. Videos are not made anew for one.
    func isExceeded(by made: Rendition?, of item: LibraryItem) -> Bool {
        guard item.kind == "image", let most, let made else { return false }
        return made.bytes > most
    }
}

extension LibraryItem {
    /// What will leave for an account, where it has been made.
    func rendition(for purpose: RenditionPurpose) -> Rendition? {
        let made = renditions.first { $0.purpose == purpose.network.rawValue }
        guard purpose.isExceeded(by: made, of: self) else { return made }
        return renditions.first { $0.purpose == purpose.text } ?? made
    }
}
