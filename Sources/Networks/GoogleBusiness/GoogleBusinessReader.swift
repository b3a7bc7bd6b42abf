import Foundation
public import Kernel
public import Wire

/// Reads the reviews of one location, those first that were written or changed last, with what we answered.
public struct GoogleBusinessReader: Reader {
    public let network = Network.google
    /// Microseconds: what is listed late is given twice rather than never.
    static let slack: Int64 = 3_600_000_000

    private let business: BusinessInterface
    private let history: Int

    /// - Parameter history: pages of fifty reviews that are read the first time.
    public init(
        credentials: Credentials, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system, history: Int = 40
    ) {
        self.history = history
        business = BusinessInterface(credentials, endpoints: endpoints, http: http, clock: clock)
    }

    struct Memory: Codable, Sendable, Equatable {
        /// Of the walk that is finished, and of the one under way.
        var until: Int64?
        var newest: Int64 = 0
        var token: String?
        var pages = 0

        init(cursor: String?) {
            guard let cursor, let memory = try? JSONDecoder().decode(Memory.self, from: Data(cursor.utf8)) else {
                return
            }
            self = memory
        }
    }

    public func fetch(since cursor: String?) async throws -> Page {
        var memory = Memory(cursor: cursor)
        let json = try await business.line.get(
            try business.path + "/reviews",
            [("pageSize", "50"), ("orderBy", "updateTime desc"), ("pageToken", memory.token)]
        ).json
        var page = Page()
        var isOld = false
        let now = business.clock.now()
        for item in json["reviews"].elements {
            guard let review = BusinessReview(item, now: now) else {
                page.refusals.append(
                    Refusal(id: Fields.id(item["name"].string), reason: "a review without a name or a date"))
                continue
            }
            take(review, &memory, &page, &isOld)
        }
        finish(next: isOld ? nil : Fields.id(json["nextPageToken"].string), &memory)
        page.hasMore = memory.token != nil
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        page.cursor = String(decoding: try encoder.encode(memory), as: UTF8.self)
        return page
    }

    private func finish(next: String?, _ memory: inout Memory) {
        memory.pages += 1
        let isEnough = memory.until == nil && memory.pages >= history
        memory.token = isEnough || next == memory.token ? nil : next
        guard memory.token == nil else { return }
        memory.until = max(memory.until ?? 0, memory.newest)
        (memory.newest, memory.pages) = (0, 0)
    }

    private func take(_ review: BusinessReview, _ memory: inout Memory, _ page: inout Page, _ isOld: inout Bool) {
        let until = memory.until ?? .min
        let floor = until == .min ? .min : until - Self.slack
        memory.newest = max(memory.newest, review.changedAt.microseconds)
        guard review.changedAt.microseconds > floor else {
            isOld = true
            return
        }
        if review.createdAt.microseconds > floor { page.arrivals.append(review.arrival) }
        if review.createdAt.microseconds <= until, review.changedAt > review.createdAt {
            page.edited.append(review.arrival)
        }
        if let answer = review.answer { page.arrivals.append(answer) }
    }
}
