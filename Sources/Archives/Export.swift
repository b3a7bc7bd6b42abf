import Foundation
import Kernel

/// How one network lays out its export: which members are read, how they are cut, what a piece says. Values and rules,
/// no input or output: `ArchiveReader` brings the pieces.
protocol Export {
    /// Whether the member is worth unpacking.
    func wants(_ member: MemberName) -> Bool
    /// How the member is cut, knowing how it begins; nil leaves it out after all.
    mutating func cut(_ member: MemberName, head: [UInt8]) -> Cut?
    /// Whether the current member's header is still to come: reading on in the middle needs it first.
    var awaitsHeader: Bool { get }
    /// What one piece says: any number of things, none when it holds no words.
    mutating func read(_ piece: Piece, into said: inout [Said]) throws(Refusal)
    /// Last parts of the names of members that help to read the others, and are looked at before them.
    var helpers: Set<String> { get }
    /// Keeps from a helping piece what reading the others needs.
    mutating func learn(_ piece: Piece) throws(Refusal)
}

extension Export {
    var awaitsHeader: Bool { false }
    func wants(_ member: MemberName) -> Bool { true }
    var helpers: Set<String> { [] }
    mutating func learn(_ piece: Piece) throws(Refusal) {}
}

/// A line, row or element, with where it comes from.
struct Piece {
    let bytes: UnsafeRawBufferPointer
    /// The array it belongs to ("reviews"), when that has a name.
    let key: String?
    let member: MemberName
    let number: Int64

    func json() throws(Refusal) -> JSON { try JSONScanner.read(bytes) }
}

/// What a piece turned out to hold.
enum Said {
    /// `own`: the account whose export it is says it.
    case arrival(Arrival, own: Bool)
    /// Nothing, and nothing was passed over: a table's header.
    case header
    /// Part of the piece (one comment of a post) could not be read.
    case refused(Refusal)
}

/// A member's name: somebody else's text, compared and shown, never a path to open.
struct MemberName: Hashable {
    /// As given, on one line, its end when it is long.
    let shown: String
    /// Lower case, without accents.
    let path: String

    init(_ name: String) {
        shown = String(name.asOneLine.suffix(200))
        path = String(name.suffix(1024)).folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
    }

    /// The part after the last slash.
    var last: Substring { path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...] }
    /// The last part up to its last point.
    var stem: Substring { last.lastIndex(of: ".").map { last[..<$0] } ?? last }
    /// What follows the last point of the last part.
    var type: Substring { last.lastIndex(of: ".").map { last[last.index(after: $0)...] } ?? "" }
}
