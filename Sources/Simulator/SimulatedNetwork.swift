/// A network that is played here. Its raw value is the first part of its addresses and the name that control uses.
public enum SimulatedNetwork: String, Sendable, Codable, CaseIterable {
    case facebook, instagram, threads, x, youtube, linkedin
    /// Google Business Profile, and the pages on which people sign in at Google for YouTube as well.
    case google

    /// As visitors know it.
    public var label: String {
        switch self {
        case .facebook: "Facebook"
        case .instagram: "Instagram"
        case .threads: "Threads"
        case .x: "X"
        case .youtube: "YouTube"
        case .linkedin: "LinkedIn"
        case .google: "Google"
        }
    }
}
