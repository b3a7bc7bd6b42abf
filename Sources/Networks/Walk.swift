import Foundation
import Kernel

/// The way through a timeline that is given newest first, kept in a cursor between two fetches.
///
/// A walk goes back page by page until it meets what the last finished walk began with; the first walk ever goes back a
/// given number of pages. Only then do its newest items become the mark for the next walk: a walk that is cut in the
/// middle goes on where it was and loses nothing.
struct Walk: Codable, Sendable, Equatable {
    struct Mark: Codable, Sendable, Equatable {
        var id: String
        var moment: Int64
    }
    /// An item's identifier and the moment by which the network orders it.
    typealias Item = (id: String, moment: Instant)

    /// Where the next page is, in the network's words; nil for the first page.
    var position: String?
    /// The newest item of the walk under way.
    var newest: Mark?
    /// The newest item of the last finished walk.
    var until: Mark?
    var pages = 0
    /// What was looked up once and need not be again (an account's number, an outbox).
    var place: [String: String] = [:]

    /// A cursor that cannot be read is taken for none: items come twice rather than never.
    init(cursor: String?) {
        guard let cursor, let walk = try? JSONDecoder().decode(Walk.self, from: Data(cursor.utf8)) else { return }
        self = walk
    }

    /// Takes one page in. Returns how many of its items come before those already known, and whether to go on.
    mutating func take(_ items: [Item], next: String?, history: Int) -> (fresh: Int, goesOn: Bool) {
        if newest == nil, let first = items.max(by: { $0.moment < $1.moment }) {
            newest = Mark(id: first.id, moment: first.moment.microseconds)
        }
        pages += 1
        let met = until.flatMap { mark in items.firstIndex { $0.id == mark.id } }
        let allOlder = until.map { mark in items.allSatisfy { $0.moment.microseconds < mark.moment } } ?? false
        let standsStill = next == nil || next == position
        let enough = until == nil && pages >= history
        if met != nil || allOlder || standsStill || enough {
            finish()
            return (allOlder ? 0 : met ?? items.count, false)
        }
        position = next
        return (items.count, true)
    }

    private mutating func finish() {
        until = newest ?? until
        newest = nil
        position = nil
        pages = 0
    }

    var cursor: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
