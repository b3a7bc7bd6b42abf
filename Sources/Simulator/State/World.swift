import Kernel

/// All that the simulated networks know.
struct World: Sendable, Codable {
    var accounts: [SimulatedAccount]
    var items: [Item] = []
    var uploads: [String: Upload] = [:]
    var files: [String: StoredFile] = [:]
    var tokens: [String: Token] = [:]
    var codes: [String: ConsentCode] = [:]
    var hooks: [Hook] = []
    var letters: [Letter] = []
    var calls: [CallRecord] = []
    var windows: [String: Window] = [:]
    /// Publications in a window that a network allows, where control has set another number than the network's.
    var limits: [String: Int] = [:]
    /// Seconds by which control has put the clock forward.
    var ahead: Double = 0
    var sequence = 0
    let seed: UInt64

    static let mostItems = 20_000
    static let mostUploads = 5_000
    static let mostCalls = 5_000
    static let mostTokens = 5_000

    struct Window: Sendable, Codable {
        var start: Instant
        var count: Int
    }

    init(_ settings: SimulatorSettings, now: Instant) {
        (accounts, seed) = (settings.accounts, settings.seed)
        welcome(now)
    }

    /// Each account's lasting token, where it is not there yet.
    mutating func welcome(_ now: Instant) {
        for account in accounts where tokens[account.lastingToken] == nil {
            tokens[account.lastingToken] = Token(lasting: account, at: now)
        }
    }

    // MARK: Numbers

    /// Grows by one for each thing that is made.
    mutating func tick() -> Int {
        sequence += 1
        return sequence
    }

    /// A number of 17 digits that begins with `lead`, as Meta gives them.
    mutating func number(_ lead: String = "18") -> String {
        let rest = 17 - lead.count
        let digits = String(mixed(tick()) % 1_000_000_000_000_000)
        return lead + String(repeating: "0", count: max(0, rest - digits.count)) + digits.suffix(rest)
    }

    /// Grows with time, as X and LinkedIn number: milliseconds, then a sequence.
    mutating func snowflake(_ now: Instant) -> String {
        let milliseconds = max(1, now.microseconds / 1_000 - 1_288_834_974_657)
        return String(milliseconds << 22 | Int64(tick() & 0x3F_FFFF))
    }

    /// `length` letters, digits, `-` and `_`.
    mutating func word(_ length: Int) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        var out = ""
        while out.count < length {
            var bits = mixed(tick())
            for _ in 0..<min(10, length - out.count) {
                out.append(letters[Int(bits & 63)])
                bits >>= 6
            }
        }
        return out
    }

    private func mixed(_ number: Int) -> UInt64 {
        var value = seed &+ UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    // MARK: Finding

    /// - Parameter id: its number.
    func account(_ network: SimulatedNetwork, _ id: String) -> SimulatedAccount? {
        accounts.first { $0.network == network && $0.id == id }
    }

    /// As people know it.
    func account(_ network: SimulatedNetwork, handle: String) -> SimulatedAccount? {
        accounts.first { $0.network == network && $0.handle == handle }
    }

    func item(_ network: SimulatedNetwork, _ id: String) -> Item? { place(network, id).map { items[$0] } }

    /// Where something that was not taken back stands.
    func place(_ network: SimulatedNetwork, _ id: String) -> Int? {
        items.lastIndex { $0.network == network && $0.id == id && $0.deletedAt == nil }
    }

    /// What answers `id` directly, or, with `deep`, anything under it; oldest first.
    func answers(to id: String, on network: SimulatedNetwork, deep: Bool = false) -> [Item] {
        items.filter {
            $0.network == network && $0.deletedAt == nil && $0.standing == .live && $0.kind != .review
                && ($0.parent == id || (deep && $0.root == id))
        }
    }

    func file(_ id: String?) -> StoredFile? { id.flatMap { files[$0] } }

    // MARK: Changing

    mutating func add(_ item: Item) {
        items.append(item)
        if item.kind != .post { announce(item, .added, at: item.createdAt) }
        if items.count > Self.mostItems { items.removeFirst(items.count - Self.mostItems) }
    }

    mutating func add(_ upload: Upload) {
        uploads[upload.id] = upload
        guard uploads.count > Self.mostUploads else { return }
        let oldest = uploads.values.min { $0.createdAt < $1.createdAt }
        if let oldest { uploads[oldest.id] = nil }
    }

    /// Keeps a file; the oldest lose their bytes where there are too many.
    mutating func keep(_ bytes: [UInt8], type: String?, at now: Instant) -> String {
        let id = word(22)
        files[id] = StoredFile(id: id, bytes, type: type, at: now)
        makeRoom()
        return id
    }

    mutating func makeRoom() {
        var total = files.values.reduce(0) { $0 + ($1.bytes?.count ?? 0) }
        guard total > StoredFile.mostOfAll || files.count > 2 * Self.mostUploads else { return }
        for file in files.values.sorted(by: { $0.createdAt < $1.createdAt }) {
            if total <= StoredFile.mostOfAll, files.count <= 2 * Self.mostUploads { return }
            total -= file.bytes?.count ?? 0
            if files.count > 2 * Self.mostUploads { files[file.id] = nil } else { files[file.id]?.forget() }
        }
    }

    /// Takes something back, with what answers it.
    mutating func remove(_ network: SimulatedNetwork, _ id: String, at now: Instant) {
        for index in items.indices where items[index].network == network && items[index].deletedAt == nil {
            if items[index].id == id || items[index].root == id || items[index].parent == id {
                items[index].deletedAt = now
            }
        }
    }

    /// Counts one more use in a window of `seconds`; the number of uses in it, this one among them, and its end.
    mutating func use(_ key: String, seconds: Double, by amount: Int = 1, at now: Instant) -> (count: Int, end: Instant)
    {
        var window = windows[key] ?? Window(start: now, count: 0)
        if now.seconds(since: window.start) >= seconds { window = Window(start: now, count: 0) }
        window.count += amount
        windows[key] = window
        return (window.count, window.start.adding(seconds: seconds))
    }
}

/// A call as it was answered, without what it carried.
struct CallRecord: Sendable, Codable {
    let at: Instant
    let network: SimulatedNetwork
    let operation: String
    let method: String
    let path: String
    let status: Int
    let faults: [String]
}
