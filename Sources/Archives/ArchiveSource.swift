/// Where an export's bytes come from.
public enum ArchiveSource: Sendable {
    /// A regular file. It can be read twice and a stopped import seeks in it.
    case file(String)
    /// Bytes in memory, with the name that the user's file had.
    case bytes([UInt8], name: String)
    /// An open descriptor (standard input is 0); it is read once, from where it stands, and stays open.
    case descriptor(Int32, name: String)

    /// The last part of the file's name: what formats are guessed from. Never used as a path.
    public var name: String {
        switch self {
        case .file(let path): String(path.split(separator: "/").last ?? "")
        case .bytes(_, let name), .descriptor(_, let name): name
        }
    }
}

/// Bytes pulled in order.
protocol ByteStream: AnyObject {
    /// Fills the start of `buffer` and says how much; 0 is the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}
