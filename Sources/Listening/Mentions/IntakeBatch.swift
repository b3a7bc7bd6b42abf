import Foundation
import Kernel
import Opinion
import Storage

/// One transaction's worth of arrivals on their way into the store.
struct IntakeBatch {
    private let connection: any Connection
    private let origin: Int64
    private let now: Instant
    private let retentionDays: Int
    private let watches: [LiveWatch]
    private let store: MentionWriter
    private var sheet = TallySheet()
    private var words = WordSheet()
    private var fresh: [Int64] = []
    private(set) var count = IntakeCount()

    init(connection: any Connection, origin: Int64, now: Instant) throws {
        self.connection = connection
        self.origin = origin
        self.now = now
        store = MentionWriter(connection: connection)
        retentionDays = try OriginStore.retention(of: origin, in: connection)
        watches = try WatchStore.live(in: connection)
    }

    mutating func take(_ item: ReadArrival) throws {
        guard let id = try store.insert(item, origin: origin, now: now, eraseAt: eraseAt) else {
            if let id = try store.label(known: item.arrival, with: origin, eraseAt: eraseAt) {
                try relabel(item, id)
            }
            count.duplicate += 1
            return
        }
        count.new += 1
        fresh.append(id)
        let labels = try label(item, id)
        let themes = item.judgement?.themes ?? []
        try store.judge(id, themes: themes, services: item.services)
        try TextIndex.mentions.insert(id: id, words: item.indexed, on: &words, in: connection)
        let original = try fold(item, id)
        guard original == nil else { return }
        sheet.add(
            TallyEntry(
                day: item.day, network: item.arrival.network, kind: item.arrival.kind,
                polarity: item.judgement?.polarity, labels: labels, services: item.services,
                themes: themes.map(\.theme), own: item.arrival.own))
    }

    /// Writes the sums, and tells the event log what arrived.
    func finish() throws {
        try TallyStore.add(sheet, in: connection)
        try TextIndex.mentions.keep(words, in: connection)
        guard !fresh.isEmpty else { return }
        let payload = try JSONEncoder().encode(MentionsArrived(mentions: fresh))
        try EventLog.append(
            MentionsArrived.kind, subject: origin, payload: String(decoding: payload, as: UTF8.self), at: now,
            in: connection)
    }

    private var eraseAt: Instant { now.adding(days: retentionDays) }

    private func label(_ item: ReadArrival, _ id: Int64) throws -> [Int64] {
        guard !watches.isEmpty else { return [] }
        let text = StemmedText(words: item.words)
        var labels: [Int64] = []
        for watch in watches where watch.wants(item, roads: [origin]) && watch.query.matches(text) {
            try store.label(id, with: watch.id)
            labels.append(watch.id)
        }
        return labels
    }

    /// A known item came by one more road: watches that read this road only want it now. It was counted everywhere else
    /// when it came first.
    private mutating func relabel(_ item: ReadArrival, _ id: Int64) throws {
        let asking = watches.filter { $0.origins.contains(origin) && $0.wants(item, roads: [origin]) }
        guard !asking.isEmpty else { return }
        let text = StemmedText(words: item.words)
        for watch in asking where watch.query.matches(text) {
            guard try store.label(id, with: watch.id) else { continue }
            var subject = try CorrectionStore.subject(id, in: connection)
            subject.labels = [watch.id]
            if let entry = subject.entry { sheet.add(entry, only: watch.id) }
        }
    }

    /// The mention that this one copies, if any; the bands are kept either way so that the next copy is found.
    private func fold(_ item: ReadArrival, _ id: Int64) throws -> Int64? {
        guard let folding = item.folding, !item.bands.isEmpty else { return nil }
        let original = try store.original(of: folding, bands: item.bands, near: item.arrival.publishedAt, but: id)
        try store.keep(bands: item.bands, of: id)
        if let original { try store.fold(id, into: original) }
        return original
    }
}

/// Told once a batch: consumers read the mentions themselves.
struct MentionsArrived: Codable {
    static let kind = "mentions.arrived"
    /// They had arrived before, and are judged now.
    static let judgedKind = "mentions.judged"
    /// Their words are gone: taken back by their authors, or at the end of their retention.
    static let erasedKind = "mentions.erased"
    let mentions: [Int64]
}
