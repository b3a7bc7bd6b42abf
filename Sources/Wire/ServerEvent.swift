/// One event of a `text/event-stream` (WHATWG HTML, section 9.2).
public struct ServerEvent: Sendable, Equatable {
    /// `message` when the server names none.
    public var name: String
    public var data: String
    /// The last identifier seen so far: what to send as `Last-Event-ID` after a cut.
    public var id: String?

    public init(name: String = "message", data: String, id: String? = nil) {
        self.name = name
        self.data = data
        self.id = id
    }
}

/// Cuts bytes into events. Feed it pieces of any size; it keeps at most `limit` bytes of an unfinished event.
struct ServerEventParser {
    /// Bytes that one event may hold; larger ones are skipped whole.
    let limit: Int
    private(set) var lastID: String?
    /// Milliseconds that the server wants between two connections (`retry:`).
    private(set) var retry: Int?
    private var line: [UInt8] = []
    /// Whether the line under way holds anything, kept or skipped.
    private var lineIsEmpty = true
    private var name = ""
    private var data: [String] = []
    private var size = 0
    private var skipping = false
    private var afterReturn = false
    private var started = false

    init(limit: Int = 1 << 20, lastID: String? = nil) {
        self.limit = limit
        self.lastID = lastID
    }

    /// Begins another connection: what a cut left unfinished is dropped, as the standard asks.
    mutating func restart() {
        let kept = retry
        self = ServerEventParser(limit: limit, lastID: lastID)
        retry = kept
    }

    mutating func parse(_ piece: [UInt8]) -> [ServerEvent] {
        var events: [ServerEvent] = []
        for byte in piece {
            switch byte {
            case 10 where afterReturn: afterReturn = false
            case 10, 13:
                afterReturn = byte == 13
                if let event = endLine() { events.append(event) }
            default:
                afterReturn = false
                lineIsEmpty = false
                size += 1
                if size > limit { skipping = true } else { line.append(byte) }
            }
        }
        return events
    }

    private mutating func endLine() -> ServerEvent? {
        if !started {
            started = true
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        defer {
            line.removeAll(keepingCapacity: line.capacity < 64 << 10)
            lineIsEmpty = true
        }
        if lineIsEmpty || (line.isEmpty && !skipping) { return dispatch() }
        if line.first == 58 {  // a comment, the heartbeat of many servers
            size -= line.count
            return nil
        }
        guard !skipping else { return nil }
        let text = String(decoding: line, as: UTF8.self)
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var value = parts.count > 1 ? parts[1] : ""
        if value.first == " " { value = value.dropFirst() }
        switch parts[0] {
        case "event": name = String(value)
        case "data": data.append(String(value))
        case "id" where !value.contains("\0"): lastID = String(value)
        case "retry":
            if let milliseconds = Int(value), milliseconds >= 0 { retry = milliseconds }
        default: break
        }
        return nil
    }

    private mutating func dispatch() -> ServerEvent? {
        defer {
            name = ""
            data = []
            size = 0
            skipping = false
        }
        guard !skipping, !data.isEmpty else { return nil }
        return ServerEvent(name: name.isEmpty ? "message" : name, data: data.joined(separator: "\n"), id: lastID)
    }
}
