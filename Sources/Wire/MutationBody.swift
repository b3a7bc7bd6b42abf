public import Deontology
public import Kernel

/// What a request to the public carries. Texts are `Wording`, files `Cleared<Media>`: only the check makes either. Names of
/// fields are written in the program, and whatever else travels cannot hold a sentence.
public enum MutationBody: Sendable {
    case empty
    /// `application/x-www-form-urlencoded`, in order; names may come back (`media_ids[]`). A list or an object is
    /// written as JSON, as Meta's interfaces take it.
    case form([MutationField])
    /// `application/json`.
    case json(MutationValue)
    /// `multipart/form-data` (RFC 7578) with one file, or the bytes `range` of it.
    case multipart([MutationField], name: StaticString, file: Cleared<Media>, range: Range<Int64>? = nil)
    /// The file itself, or the bytes `range` of it; with `said`, its place goes along as `Content-Range` (RFC 9110,
    /// section 14.4).
    case file(Cleared<Media>, range: Range<Int64>? = nil, said: Bool = false)
}

public struct MutationField: Sendable {
    public let name: StaticString
    public let value: MutationValue

    public init(_ name: StaticString, _ value: MutationValue) { (self.name, self.value) = (name, value) }
}

public indirect enum MutationValue: Sendable {
    case words(Wording)
    case mark(Mark)
    case number(Int64)
    case truth(Bool)
    /// As networks write it: ISO 8601, in UTC.
    case moment(Instant)
    case list([MutationValue])
    case fields([MutationField])
    /// An object whose names are no words of the program: locales, identifiers.
    case named([(name: Mark, value: MutationValue)])

    /// Nil when `text` is no mark: a name of ours, a number, a visibility, never a sentence.
    public static func marked(_ text: String?) -> MutationValue? { text.flatMap { Mark($0) }.map { .mark($0) } }
}

/// A piece of text that cannot hold a sentence: 1 to 2,000 visible ASCII characters, no blank.
public struct Mark: Sendable, Equatable {
    public let text: String

    public init?(_ text: String) {
        guard (1...2_000).contains(text.utf8.count), text.utf8.allSatisfy({ (33...126).contains($0) }) else {
            return nil
        }
        self.text = text
    }
}

/// What the public reads: the text of a draft that the check has cleared, in the network's own way of writing.
public struct Wording: Sendable {
    public enum Writing: Sendable {
        case plain
        /// LinkedIn's "little text format": its reserved characters are escaped.
        case little
    }

    public let text: String

    /// - Parameter addressee: written before the text, where a network tells people of an answer only when it names them.
    public init(_ cleared: Cleared<Draft>, for addressee: Handle? = nil, as writing: Writing = .plain) {
        let said = addressee.map { "@\($0.handle) " + cleared.content.text } ?? cleared.content.text
        text =
            switch writing {
            case .plain: said
            case .little: Self.escaped(said)
            }
    }

    /// https://learn.microsoft.com/linkedin/marketing/community-management/shares/little-text-format ; a `#` that begins
    /// a hashtag stays what it is.
    private static func escaped(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            let hashtag =
                scalar == "#" && index + 1 < scalars.count
                && (scalars[index + 1].properties.isAlphabetic || scalars[index + 1].properties.numericType != nil)
            if "\\|{}@[]()<>#*_~".unicodeScalars.contains(scalar), !hashtag { out.append("\\") }
            out.append(scalar)
        }
        return String(out)
    }
}

/// Somebody as networks address them: `name` or `name@server`.
public struct Handle: Sendable, Equatable {
    /// Without its first `@`.
    public let handle: String

    /// Nil for what is no handle: a name of 1 to 64 letters, digits, `_`, `.` or `-`, and a server perhaps.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts[0].utf8.count <= 64, text.utf8.count <= 300,
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isPlain) }),
            parts.count == 1 || (try? WebAddress("https://\(parts[1])/")) != nil, !parts[0].contains(":")
        else { return nil }
        handle = text
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || (65...90).contains(byte) || (48...58).contains(byte)
            || [45, 46, 95].contains(byte)
    }
}
