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
}

/// Reads arrivals: judgement, services, words, folding. Values only, no store.
struct Reader: Sendable {
    /// Nil when the import asked for no analysis; a job judges later.
    let model: OpinionModel?
    let services: ServiceNames
    let zone: DayZone

    func read(_ arrivals: [Arrival]) async -> [ReadArrival] {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        guard arrivals.count >= 64 else { return arrivals.map(read) }
        let size = (arrivals.count + cores - 1) / cores
        return await withTaskGroup(of: (Int, [ReadArrival]).self) { group in
            for (index, start) in stride(from: 0, to: arrivals.count, by: size).enumerated() {
                let part = arrivals[start..<min(start + size, arrivals.count)]
                group.addTask { (index, part.map(read)) }
            }
            var parts = [[ReadArrival]](repeating: [], count: cores)
            for await (index, part) in group { parts[index] = part }
            return parts.flatMap { $0 }
        }
    }

    /// What is made of a text and its stars; nothing when the import asked for no analysis.
    func judge(title: String?, text: String, rating: Double?) -> (judgement: Judgement?, services: [Int64]) {
        guard let model else { return (nil, []) }
        let whole = title.map { $0 + "\n" + text } ?? text
        return (StarredJudgement.adjust(model.judge(whole), rating: rating), services.services(in: whole))
    }

    func read(_ arrival: Arrival) -> ReadArrival {
        let whole = arrival.title.map { $0 + "\n" + arrival.text } ?? arrival.text
        let folded = SearchText.folded(whole)
        let reading = judge(title: arrival.title, text: arrival.text, rating: arrival.rating)
        let folding = folded.utf8.count >= Folding.fewestWords * 3 ? Folding(folded: folded) : nil
        return ReadArrival(
            arrival: arrival,
            key: MentionKey.make(
                publishedAt: arrival.publishedAt, network: arrival.network, externalID: arrival.id),
            day: zone.day(of: arrival.publishedAt),
            judgement: reading.judgement,
            services: reading.services,
            words: SearchText.stems(ofFolded: folded),
            bands: folding?.bands ?? [],
            folding: folding)
    }
}
