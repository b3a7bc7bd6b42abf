import Foundation
public import Kernel
public import Wire

/// Reads the comments under the videos of one channel, newest threads first, with the answers in them. What its author
/// changed since comes again as changed. An answer in a thread older than the hundred latest is not seen: YouTube lists
/// threads by their own age.
public struct YouTubeReader: Reader {
    public let network = Network.youtube
    /// Threads whose answers are asked for beside those that come with them, for one visit.
    static let most = 10
    /// Threads whose number of answers is remembered.
    static let memory = 300

    private let credentials: Credentials
    private let line: NetworkLine
    private let clock: Clock
    private let history: Int

    /// - Parameter history: pages of a hundred threads that are read the first time.
    public init(
        credentials: Credentials, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system, history: Int = 5
    ) {
        (self.credentials, self.clock, self.history) = (credentials, clock, history)
        line = YouTubeInterface.line(token: credentials.access, endpoints: endpoints, http: http, clock: clock)
    }

    /// Microseconds: a comment may be listed minutes after it was written, and later ones before it.
    static let slack: Int64 = 600_000_000

    struct Memory: Codable, Sendable, Equatable {
        var channel: String?
        /// Of the walk that is finished, and of the one under way: the latest moment at which anything was written.
        var until: Int64?
        var newest: Int64 = 0
        var token: String?
        var pages = 0
        /// Answers in a thread when it was last read.
        var answers: [String: Int] = [:]

        init(cursor: String?) {
            guard let cursor, let memory = try? JSONDecoder().decode(Memory.self, from: Data(cursor.utf8)) else {
                return
            }
            self = memory
        }
    }

    public func fetch(since cursor: String?) async throws -> Page {
        var memory = Memory(cursor: cursor)
        let mine = try await channel(&memory)
        let json = try await line.get(
            YouTubeInterface.root + "/commentThreads",
            [
                ("part", "snippet,replies"), ("allThreadsRelatedToChannelId", mine), ("order", "time"),
                ("maxResults", "100"), ("pageToken", memory.token), ("textFormat", "plainText"),
            ]
        ).json
        var page = Page()
        let threads = json["items"].elements
        var asked = 0
        var oldest = Int64.max
        for thread in threads {
            let comments = try await read(thread, &memory, &asked, &page)
            oldest = min(oldest, comments.first?.publishedAt.microseconds ?? oldest)
            let video = Fields.id(thread["snippet"]["videoId"].string) ?? mine
            for comment in comments { sort(comment, comment.arrival(of: video, mine: mine), &memory, &page) }
        }
        let next = Fields.id(json["nextPageToken"].string)
        memory.pages += 1
        let isOld = memory.until.map { oldest <= $0 - Self.slack } ?? (memory.pages >= history)
        finish(next: next == memory.token || isOld || threads.isEmpty ? nil : next, &memory)
        page.hasMore = memory.token != nil
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        page.cursor = String(decoding: try encoder.encode(memory), as: UTF8.self)
        return page
    }

    private func channel(_ memory: inout Memory) async throws -> String {
        if !credentials.subject.isEmpty { return credentials.subject }
        if let known = memory.channel { return known }
        let id = try await YouTubeInterface.channel(line, "", part: "id")["id"].string ?? ""
        memory.channel = id
        return id
    }

    /// A thread's first comment and its answers: those that came with it, or all of them where there are new ones.
    private func read(
        _ thread: JSON, _ memory: inout Memory, _ asked: inout Int, _ page: inout Page
    ) async throws -> [YouTubeComment] {
        let now = clock.now()
        guard let top = YouTubeComment(thread["snippet"]["topLevelComment"], now: now) else {
            page.refusals.append(
                Refusal(id: Fields.id(thread["id"].string), reason: "a comment without a number or a date"))
            return []
        }
        let count = thread["snippet"]["totalReplyCount"].int ?? 0
        var answers = thread["replies"]["comments"].elements
        if count > answers.count, count > memory.answers[top.id] ?? 0, asked < Self.most {
            asked += 1
            answers = try await line.get(
                YouTubeInterface.root + "/comments",
                [("part", "snippet"), ("parentId", top.id), ("maxResults", "100"), ("textFormat", "plainText")]
            ).json["items"].elements
        }
        if count > 0 { memory.answers[top.id] = count }
        return [top] + answers.compactMap { YouTubeComment($0, now: now) }
    }

    private func sort(_ comment: YouTubeComment, _ arrival: Arrival, _ memory: inout Memory, _ page: inout Page) {
        memory.newest = max(memory.newest, comment.updatedAt.microseconds)
        let until = memory.until ?? .min
        let floor = until == .min ? .min : until - Self.slack
        if comment.publishedAt.microseconds > floor { page.arrivals.append(arrival) }
        let isChanged = comment.updatedAt > comment.publishedAt && comment.updatedAt.microseconds > floor
        if comment.publishedAt.microseconds <= until, isChanged { page.edited.append(arrival) }
    }

    private func finish(next: String?, _ memory: inout Memory) {
        memory.token = next
        guard next == nil else { return }
        memory.until = max(memory.until ?? 0, memory.newest)
        (memory.newest, memory.pages) = (0, 0)
        if memory.answers.count > Self.memory {
            // The numbers only spare questions: it is enough to forget them all.
            memory.answers = [:]
        }
    }
}
