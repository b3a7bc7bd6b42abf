import Kernel
import Web

/// An item in a list, and at the top of its own page.
struct LibraryCard: Encodable, Sendable {
    let id: String
    let path: String
    let title: String
    let kind: String
    let series: String?
    let thumbnail: String?
    let size: String
    let tone: String
    let state: String
    let isWorking: Bool
    let isVideo: Bool
    let added: Moment

    init(_ item: LibraryItem, _ context: some Viewing) {
        func word(_ key: String) -> String { context.word("library.\(key)") }
        let figures = context.figures
        id = String(item.id)
        path = "/library/\(item.id)"
        title = item.title
        kind = word("kind_\(item.state == .ready ? item.kind : "file")")
        series = item.series
        // The address moves with the picture: a covered face is not shown from a browser's memory.
        thumbnail = item.state == .ready ? "/library/\(item.id)/thumbnail?v=\(item.digest.prefix(8))" : nil
        let sides = item.width > 0 ? "\(figures.integer(item.width)) × \(figures.integer(item.height)) · " : ""
        size = sides + (item.seconds.map { figures.duration($0) + " · " } ?? "") + figures.bytes(item.bytes)
        isWorking = item.state == .working
        isVideo = item.kind == "video"
        (tone, state) = Self.state(item) { word($0) }
        added = Moment(item.createdAt, figures)
    }

    /// The first thing that keeps it from being used.
    private static func state(_ item: LibraryItem, _ word: (String) -> String) -> (String, String) {
        switch item.state {
        case .working: ("accent", word("state_working"))
        case .failed: ("bad", word("state_failed"))
        case .retired: ("", word("state_retired"))
        case .ready where item.faces.contains(where: \.isOpen): ("warn", word("state_faces"))
        case .ready where item.alt.isEmpty: ("warn", word("state_alt"))
        case .ready where item.kind == "video" && item.captions == nil: ("warn", word("state_captions"))
        case .ready: ("good", word("state_ready"))
        }
    }
}
