public import Channels
public import Deontology
public import Foundation
public import Kernel
public import Networks
public import Privacy
public import Storage
public import Wire

/// What every room of the dialogue works at: the store, the clock, who checks, who reads, and what other domains know.
public struct DialogueDesk: Sendable {
    public let database: Database
    public internal(set) var clock: Clock
    /// Where the hospital is, unless an establishment says otherwise.
    public let zone: TimeZone
    public let ids: IdentifierSource
    /// Judges drafts: the only one who can clear them.
    public let checker: Checker
    /// Finds what identifies somebody.
    public let privacy: PrivacyReader
    /// Encrypts the columns that open doors.
    public let sealer: Sealer
    public let http: HTTP
    public let voices: Voices
    public let hearing: Hearing
    public let staff: Staff
    public let letters: Letters
    /// `https://resonance.chu.example`, without a slash at its end; nil when nobody has said.
    public let site: String?
    /// Signs what is preserved.
    public let seal: SnapshotSeal
    /// Where the networks answer, and how.
    public let endpoints: Endpoints
    public let doors: NetworkDoors

    public init(
        database: Database, clock: Clock, zone: TimeZone, ids: IdentifierSource, checker: Checker,
        privacy: PrivacyReader, sealer: Sealer, http: HTTP, voices: Voices, staff: Staff, letters: Letters,
        site: String?, hearing: Hearing = .none, seal: SnapshotSeal, endpoints: Endpoints = .real,
        doors: NetworkDoors = .real
    ) {
        self.database = database
        self.clock = clock
        self.zone = zone
        self.ids = ids
        self.checker = checker
        self.privacy = privacy
        self.sealer = sealer
        self.http = http
        self.voices = voices
        self.staff = staff
        self.letters = letters
        self.site = site
        self.hearing = hearing
        self.seal = seal
        (self.endpoints, self.doors) = (endpoints, doors)
    }

    /// The room of accounts, as replies use it.
    var channels: ChannelDesk {
        ChannelDesk(
            database: database, clock: clock, ids: ids, sealer: sealer, http: http, site: site, hearing: hearing,
            endpoints: endpoints, doors: doors, names: staff.names, organisation: staff.organisation, held: { 0 })
    }

    func newID() -> Int64 { ids.next(DialogueDesk.self).value }
}
