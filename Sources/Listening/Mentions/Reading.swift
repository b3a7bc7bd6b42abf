import Foundation
import Kernel
import Opinion
import Storage

/// A care service as listening needs it: People keeps them, the composition hands them over.
public struct CareService: Sendable, Equatable {
    public let id: Int64
    public let name: String
    public let synonyms: [String]

    public init(id: Int64, name: String, synonyms: [String]) {
        self.id = id
        self.name = name
        self.synonyms = synonyms
    }
}

/// One arrival, read: everything that can be known before the store is touched, so that cores can share the work.
struct ReadArrival: Sendable {
    var arrival: Arrival
    let key: Int64
    let day: Int
    let judgement: Judgement?
    let services: [Int64]
    /// Stemmed words, for the text index and the watches.
    let words: [String]
    let bands: [Int64]
    let folding: Folding?
    /// The author's pseudonym.
    let author: String?
    /// The words as the text index takes them, and the judgement's reasons as the store keeps them.
    let indexed: IndexedWords, reasons: String?

    init(
        arrival: Arrival, key: Int64, day: Int, judgement: Judgement?, services: [Int64], words: [String],
        folding: Folding?, author: String?
    ) {
        self.arrival = arrival
        self.key = key
        self.day = day
        self.judgement = judgement
        self.services = services
        self.words = words
        self.folding = folding
        self.author = author
        bands = folding?.bands ?? []
        indexed = IndexedWords(words)
        reasons = judgement.map { ReasonJSON.text($0.reasons) }
    }
}

/// Reads arrivals: judgement, services, words, folding. Values only, no store.
struct Reader: Sendable {
    /// Nil when the import asked for no analysis; a job judges later.
    let model: OpinionModel?
    let services: ServiceNames
    let zone: DayZone
    let pseudonyms: Pseudonyms
    /// Handles of our own accounts (`@name@server`): what they say is ours, by whatever road it comes.
    var own: Set<String> = []

    private static let bulk = 32

    func read(_ arrivals: [Arrival]) async -> [ReadArrival] {
        let arrivals = own.isEmpty ? arrivals : arrivals.map(marked)
        let cores = ProcessInfo.processInfo.activeProcessorCount
        guard arrivals.count >= 2 * Self.bulk else { return readAll(arrivals[...]) }
        let size = (arrivals.count + cores - 1) / cores
        return await withTaskGroup(of: (Int, [ReadArrival]).self) { group in
            for (index, start) in stride(from: 0, to: arrivals.count, by: size).enumerated() {
                let part = arrivals[start..<min(start + size, arrivals.count)]
                group.addTask { (index, readAll(part)) }
            }
            var parts = [[ReadArrival]](repeating: [], count: cores)
            for await (index, part) in group { parts[index] = part }
            return parts.flatMap { $0 }
        }
    }

    private func marked(_ arrival: Arrival) -> Arrival {
        guard let author = arrival.author, arrival.network == .mastodon || arrival.network == .activitypub,
            own.contains("@" + author.trimmingPrefix("@").lowercased())
        else { return arrival }
        var arrival = arrival
        arrival.own = true
        return arrival
    }

    /// What is made of a text and its stars; nothing when the import asked for no analysis.
    func judge(title: String?, text: String, rating: Double?) -> (judgement: Judgement?, services: [Int64]) {
        guard let model else { return (nil, []) }
        let whole = Self.whole(title, text)
        return (StarredJudgement.adjust(model.judge(whole), rating: rating), services.services(in: whole))
    }

    static func whole(_ title: String?, _ text: String) -> String { title.map { $0 + "\n" + text } ?? text }

    /// Texts that come by thousands are judged together.
    private func readAll(_ arrivals: ArraySlice<Arrival>) -> [ReadArrival] {
        let texts = arrivals.map { Self.whole($0.title, $0.text) }
        let judgements: [Judgement?] =
            model.map { texts.count < Self.bulk ? texts.map($0.judge) : $0.judge(inBulk: texts) }
            ?? texts.map { _ in nil }
        return zip(arrivals, zip(texts, judgements)).map { read($0, $1.0, $1.1) }
    }

    private func read(_ arrival: Arrival, _ whole: String, _ judgement: Judgement?) -> ReadArrival {
        let folded = SearchText.folded(whole)
        let folding = folded.utf8.count >= Folding.fewestWords * 3 ? Folding(folded: folded) : nil
        return ReadArrival(
            arrival: arrival,
            key: MentionKey.make(
                publishedAt: arrival.publishedAt, network: arrival.network, externalID: arrival.id),
            day: zone.day(of: arrival.publishedAt),
            judgement: judgement.map { StarredJudgement.adjust($0, rating: arrival.rating) },
            services: judgement == nil ? [] : services.services(in: whole),
            words: SearchText.stems(ofFolded: folded),
            folding: folding,
            author: arrival.author.map { pseudonyms.pseudonym(of: $0, on: arrival.network) })
    }
}
