public import Calendars
public import Channels
public import Crypto
public import Deontology
public import Foundation
public import Kernel
public import Networks
public import Privacy
public import Storage

/// What every room of publishing works at: the store, the clock, who checks, and what the rest of the house knows.
public struct PublishingDesk: Sendable {
    public let database: Database
    public internal(set) var clock: Clock
    /// Where the hospital is.
    public let zone: TimeZone
    public let ids: IdentifierSource
    /// Judges drafts: the only one who can clear them.
    public let checker: Checker
    public let privacy: PrivacyReader
    /// Our accounts on networks.
    public let channels: ChannelDesk
    public let staff: Staff
    public let letters: Letters
    /// `https://resonance.chu.example`, without a slash at its end; nil when nobody has said.
    public let site: String?
    /// Who speaks: the rules do not bind everybody alike.
    public let author: Author
    /// Where the library works, and keeps its files unless they are in an object store.
    public let library: String
    let files: any LibraryPlace
    public let healthDays: HealthDays
    /// What a post may begin with.
    let templates: [PostTemplate]
    /// What each network takes, with source and age.
    public let limits: LimitsBook
    /// The word of the public holiday on a day (days since 1970-01-01 on the local calendar); nil on working days.
    public let holiday: @Sendable (Int) -> String?
    /// Signs the addresses at which networks fetch files.
    let shareKey: SymmetricKey

    public init(
        database: Database, clock: Clock, zone: TimeZone, ids: IdentifierSource, checker: Checker,
        privacy: PrivacyReader, channels: ChannelDesk, staff: Staff, letters: Letters, site: String?,
        author: Author = .hospital, library: String, store: LibraryStoreSettings? = nil, shareKey: SymmetricKey,
        healthDays: HealthDays, limits: LimitsBook, templates: [UInt8],
        holiday: @escaping @Sendable (Int) -> String? = { _ in nil }
    ) throws {
        (self.database, self.clock, self.zone, self.ids) = (database, clock, zone, ids)
        (self.checker, self.privacy, self.channels) = (checker, privacy, channels)
        (self.staff, self.letters, self.site) = (staff, letters, site)
        (self.author, self.library) = (author, library)
        files = store.map { LibraryBucket($0.store, library, room: $0.room) } ?? LibraryFolder(library)
        (self.shareKey, self.healthDays, self.holiday) = (shareKey, healthDays, holiday)
        (self.limits, self.templates) = (limits, try PostTemplate.parse(templates))
    }

    /// What is read of a network's limits, with what it said of this very account in its place.
    func limits(of channel: Channel) -> NetworkLimits? {
        guard let known = limits.limits(for: channel.network) else { return nil }
        return channel.limits.map { known.asked($0.still(at: clock.now())) } ?? known
    }

    func newID() -> Int64 { ids.next(PublishingDesk.self).value }
}
