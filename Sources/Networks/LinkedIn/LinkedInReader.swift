import Foundation
public import Kernel
public import Wire

/// Reads the comments under the posts of one organisation's page, and the posts themselves as ours. LinkedIn has no list
/// of all comments: of the posts of the last sixty days, a few are looked at each time, those first that were not for
/// longest.
public struct LinkedInReader: Reader {
    public let network = Network.linkedin
    /// Days during which comments on a post are followed, and posts that are.
    static let (days, most) = (60.0, 50)
    /// Posts, and comments with new answers, that one visit reads.
    static let (posts, threads) = (5, 10)

    private let linkedin: LinkedInInterface

    public init(
        credentials: Credentials, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system
    ) {
        linkedin = LinkedInInterface(credentials, endpoints: endpoints, http: http, clock: clock)
    }

    struct Memory: Codable, Sendable, Equatable {
        /// By the post's URN.
        var watched: [String: Watched] = [:]

        init(cursor: String?) {
            guard let cursor, let memory = try? JSONDecoder().decode(Memory.self, from: Data(cursor.utf8)) else {
                return
            }
            self = memory
        }
    }

    struct Watched: Codable, Sendable, Equatable {
        let since: Int64
        var readAt: Int64 = 0
        /// The latest moment at which anything was written or changed under it.
        var until: Int64 = 0
        /// Answers to each comment when it was last read.
        var answers: [String: Int] = [:]
    }

    public func fetch(since cursor: String?) async throws -> Page {
        var memory = Memory(cursor: cursor)
        var page = Page()
        let now = linkedin.clock.now()
        let listed = try await look(now, &memory, &page)
        let turn = memory.watched.sorted { ($0.value.readAt, $0.key) < ($1.value.readAt, $1.key) }
        for (urn, _) in turn.prefix(Self.posts) {
            guard var watched = memory.watched[urn] else { continue }
            watched.readAt = now.microseconds
            do { try await read(urn, &watched, &page) } catch let failure as Failure where failure.kind == .notFound {
                // A post that is listed is there, although LinkedIn shows nothing under it.
                if !listed.contains(urn) {
                    memory.watched[urn] = nil
                    page.removed.append(urn)
                    continue
                }
            }
            memory.watched[urn] = watched
        }
        page.hasMore = memory.watched.values.contains { $0.readAt == 0 }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        page.cursor = String(decoding: try encoder.encode(memory), as: UTF8.self)
        return page
    }

    /// Our own latest posts, by URN: those that are new are watched from now on.
    private func look(_ now: Instant, _ memory: inout Memory, _ page: inout Page) async throws -> Set<String> {
        var listed: Set<String> = []
        let oldest = now.adding(seconds: -Self.days * 86_400)
        for post in try await linkedin.posts(start: 0, count: Self.most) {
            guard let urn = Fields.id(post["id"].string) else {
                page.refusals.append(Refusal(id: nil, reason: "a post without an identifier"))
                continue
            }
            listed.insert(urn)
            guard let moment = LinkedInInterface.moment(post["createdAt"], now: now) else {
                page.refusals.append(Refusal(id: urn, reason: "a date that cannot be"))
                continue
            }
            guard moment > oldest, memory.watched[urn] == nil else { continue }
            memory.watched[urn] = Watched(since: moment.microseconds)
            page.arrivals.append(
                Arrival(
                    id: urn, network: .linkedin, kind: .post,
                    text: Fields.text(LinkedInText.plain(post["commentary"].string ?? "")), publishedAt: moment,
                    url: LinkedInInterface.link(urn), own: true))
        }
        memory.watched = memory.watched.filter { $0.value.since > oldest.microseconds }
        return listed
    }

    private func read(_ post: String, _ watched: inout Watched, _ page: inout Page) async throws {
        let comments = LinkedInComments(linkedin: linkedin)
        let until = watched.until
        var asked = 0
        for comment in try await comments.list(post) {
            take(comment, post, until, &watched, &page)
            guard comment.answers > watched.answers[comment.urn] ?? 0, asked < Self.threads else { continue }
            asked += 1
            for answer in try await comments.list(comment.urn) {
                take(answer, post, until, &watched, &page, comment.urn)
            }
            watched.answers[comment.urn] = comment.answers
        }
    }

    private func take(
        _ comment: LinkedInComment, _ post: String, _ until: Int64, _ watched: inout Watched, _ page: inout Page,
        _ parent: String? = nil
    ) {
        watched.until = max(watched.until, comment.changedAt.microseconds)
        let arrival = Arrival(
            id: comment.urn, network: .linkedin, kind: .comment, author: comment.actor, text: comment.text,
            publishedAt: comment.createdAt, url: LinkedInInterface.link(post), parent: comment.parent ?? parent ?? post,
            own: comment.actor == linkedin.organisation)
        // An answer may be seen later than what was written after it: given twice rather than never.
        if comment.createdAt.microseconds > until - Self.slack { page.arrivals.append(arrival) }
        let isChanged = comment.changedAt > comment.createdAt && comment.changedAt.microseconds > until
        if comment.createdAt.microseconds <= until, isChanged { page.edited.append(arrival) }
    }

    /// Microseconds.
    static let slack: Int64 = 3_600_000_000
}
