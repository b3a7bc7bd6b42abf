public import Kernel
public import Networks
public import Storage
public import Wire

/// What the room of channels works at.
public struct ChannelDesk: Sendable {
    public let database: Database
    public let clock: Clock
    public let ids: IdentifierSource
    /// Encrypts tokens.
    public let sealer: Sealer
    public let http: HTTP
    /// `https://resonance.chu.example`, without a slash at its end; nil when nobody has said.
    public let site: String?
    public let hearing: Hearing
    /// Where the networks answer.
    public let endpoints: Endpoints
    public let doors: NetworkDoors
    /// Names of all accounts, closed ones too, for histories.
    public let names: @Sendable () async throws -> [Int64: String]
    public let organisation: @Sendable () async throws -> String
    /// How much waits for a person before it leaves, over all rooms that send.
    public let held: @Sendable () async throws -> Int

    public init(
        database: Database, clock: Clock, ids: IdentifierSource, sealer: Sealer, http: HTTP, site: String?,
        hearing: Hearing, endpoints: Endpoints = .real,
        doors: NetworkDoors = .real,
        names: @escaping @Sendable () async throws -> [Int64: String],
        organisation: @escaping @Sendable () async throws -> String,
        held: @escaping @Sendable () async throws -> Int
    ) {
        (self.database, self.clock, self.ids, self.sealer) = (database, clock, ids, sealer)
        (self.http, self.site, self.hearing, self.endpoints) = (http, site, hearing, endpoints)
        self.doors = doors
        (self.names, self.organisation, self.held) = (names, organisation, held)
    }

    func newID() -> Int64 { ids.next(ChannelDesk.self).value }
}

/// What a network said, as one readable line.
public enum ErrorLine {
    /// At most 300 characters, whatever a network put into it.
    public static func of(_ cause: String) -> String {
        let flat = cause.prefix(2_000).split(whereSeparator: \.isNewline).joined(separator: " ")
        return String(String.UnicodeScalarView(flat.unicodeScalars.filter { $0.value >= 0x20 }).prefix(300))
    }
}
