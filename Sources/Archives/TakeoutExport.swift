import Foundation
import Kernel

/// A Google Takeout: what is read of it is sorted by member, each to who knows it. Names of folders and files are in the
/// account's language, so they are known by their type and by how they begin.
struct TakeoutExport: Export {
    private enum Content { case youTubeTable, youTubePage, reviews, plusPost, plusPage }

    private var content: Content?
    private var youTube: YouTubeComments
    private let reviews = GoogleReviews()
    private let plus: GooglePlus

    init(plainText: @escaping @Sendable (String) -> String) {
        youTube = YouTubeComments(plainText: plainText)
        plus = GooglePlus(plainText: plainText)
    }

    func wants(_ member: MemberName) -> Bool {
        switch member.type {
        case "csv": member.path.contains("youtube") || !member.path.contains("/")
        case "html": member.path.contains("comment") || member.path.contains("google+")
        case "json": member.last.hasPrefix("reviews") || member.path.contains("google+") || !member.path.contains("/")
        default: false
        }
    }

    var awaitsHeader: Bool { content == .youTubeTable && youTube.awaitsHeader }

    mutating func cut(_ member: MemberName, head: [UInt8]) -> Cut? {
        let head = Head(head, member)
        content = Self.content(head)
        switch content {
        case .youTubeTable: return .rows(youTube.begin(head))
        case .youTubePage: return .listItems
        case .reviews: return .elements
        case .plusPost, .plusPage: return .document
        case nil: return nil
        }
    }

    private static func content(_ head: Head) -> Content? {
        if head.firstByte == UInt8(ascii: "{") {
            if head.says("\"starRating\"") || (head.says("\"reviews\"") && head.member.last.hasPrefix("reviews")) {
                return .reviews
            }
            return head.says("\"creationTime\"") && head.says("\"author\"") ? .plusPost : nil
        }
        if head.firstByte == UInt8(ascii: "<") {
            if head.says("youtube.com/watch") && head.says("<li") { return .youTubePage }
            return head.says("main-content") && head.says("plus.google.com") ? .plusPage : nil
        }
        return YouTubeComments.isHeader(head.text) ? .youTubeTable : nil
    }

    mutating func read(_ piece: Piece, into said: inout [Said]) throws(Refusal) {
        switch content {
        case .youTubeTable: try youTube.readRow(piece, &said)
        case .youTubePage: try youTube.readItem(piece, &said)
        case .reviews: try reviews.read(piece, &said)
        case .plusPost: try plus.read(piece, &said)
        case .plusPage: try plus.readPage(piece, &said)
        case nil: break
        }
    }
}
