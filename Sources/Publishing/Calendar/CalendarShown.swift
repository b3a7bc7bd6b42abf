import Channels
import Web

/// What a calendar's template draws.
extension CalendarPage {
    struct Shown: Encodable, Sendable {
        let title: String
        let views: [Link]
        let before: String
        let after: String
        let today: String
        let weekdays: [String]
        let weeks: [Week]
        let days: [Cell]
        let isGrid: Bool
        let mayMove: Bool
        let view: String
        let date: String
        let moving: Moving?
        let reproach: String?
        let empty: EmptyState?
        let newPath: String
        let hasFeed: Bool
        let feed: String?
        let troubles: [ChannelTrouble]
    }
    struct Link: Encodable, Sendable {
        let path: String
        let label: String
        let isHere: Bool
    }
    struct Week: Encodable, Sendable { let days: [Cell] }
    struct Cell: Encodable, Sendable {
        let date: String
        let number: String
        let label: String
        let marks: String
        let holiday: String?
        let health: [Health]
        let posts: [CalendarItem]
        /// Those of a full day that have no room here.
        let more: More?
        let free: [Free]
    }
    /// A slot of a queue that no post has.
    struct Free: Encodable, Sendable {
        let path: String
        let label: String
    }
    struct More: Encodable, Sendable {
        let path: String
        let label: String
    }
    struct Health: Encodable, Sendable {
        let name: String
        let path: String
        let label: String
    }
    /// The form that moves one post, for those who do not drag.
    struct Moving: Encodable, Sendable {
        let path: String
        let title: String
        let day: FormField
        let time: FormField
        let back: String
        let zone: String
    }
}
