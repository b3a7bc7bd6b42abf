import Foundation
import Kernel
import Wire

/// Reads what is said under our posts, from lists that are given newest first. Each visit goes through the posts since
/// the last, then reads the comments that are due, so that what came, changed or went while nobody looked is found.
struct MetaInbox: Sendable {
    let source: any MetaSource
    let network: Network
    /// Pages of posts that are read the first time.
    let history: Int
    let clock: Clock

    /// Requests for comments after which one fetch hands over what it has.
    static let requests = 8
    /// Pages of comments that are read of one post.
    static let pages = 20

    func fetch(_ memory: inout MetaMemory) async throws -> Page {
        var page = Page()
        let now = clock.now()
        if !memory.isUnderWay { memory.visitAt = now.microseconds }
        if !memory.isUnderWay || memory.walk.position != nil {
            try await posts(&memory, &page, now)
            if memory.walk.position == nil {
                memory.tidy(now: now)
                memory.queue = memory.due(now: now)
            }
        }
        if memory.walk.position == nil { try await comments(&memory, &page, now) }
        if !memory.isUnderWay { try await reviews(&memory, &page, now) }
        memory.tidy(now: now)
        page.hasMore = memory.isUnderWay
        page.cursor = try memory.cursor
        return page
    }

    // MARK: Our posts

    private func posts(_ memory: inout MetaMemory, _ page: inout Page, _ now: Instant) async throws {
        let isFirst = memory.walk.position == nil
        let listing = try await source.posts(after: memory.walk.position)
        page.rate = listing.rate ?? page.rate
        let items = listing.items.map { (id: $0.id, moment: $0.moment ?? Instant(microseconds: 0)) }
        _ = memory.walk.take(items, next: listing.next, history: history)
        // What is newer than the oldest of the first page would stand on it. An empty page proves nothing.
        let oldest = listing.items.compactMap { $0.moment?.microseconds }.min()
        let isWhole = isFirst && listing.isLast && !listing.items.isEmpty
        let from = isWhole ? Int64.min : isFirst ? oldest.map { $0 + 1 } : nil
        let news = memory.own.take(listing.items, missedFrom: from, now: now)
        add(news, to: &page)
        for item in listing.items { watch(item, &memory, now) }
        // What was said under a post goes with it.
        let gone = Set(news.removed)
        for post in memory.posts where gone.contains(post.id) { page.removed += post.comments.known.map(\.id) }
        memory.posts.removeAll { gone.contains($0.id) }
    }

    private func watch(_ item: MetaListing.Item, _ memory: inout MetaMemory, _ now: Instant) {
        if let index = memory.posts.firstIndex(where: { $0.id == item.id }) {
            (memory.posts[index].count, memory.posts[index].listedAt) = (item.count, now.microseconds)
        } else {
            let at = item.moment?.microseconds ?? 0
            memory.posts.append(
                MetaMemory.Post(id: item.id, at: at, count: item.count, listedAt: now.microseconds))
        }
    }

    // MARK: What is said under them

    private func comments(_ memory: inout MetaMemory, _ page: inout Page, _ now: Instant) async throws {
        var asked = 0
        while let id = memory.queue.first, asked < Self.requests {
            memory.queue.removeFirst()
            guard let index = memory.posts.firstIndex(where: { $0.id == id }) else { continue }
            // A count of an earlier visit says nothing of now.
            let isNone = memory.posts[index].count == 0 && memory.posts[index].listedAt >= memory.visitAt
            if isNone, memory.posts[index].comments.known.isEmpty {
                (memory.posts[index].counted, memory.posts[index].comments.readAt) = (0, now.microseconds)
                continue
            }
            do {
                let (items, isWhole) = try await read(id, &page, &asked)
                // An empty list, where comments are known and the network counts some, proves nothing.
                let isSure = isWhole && (!items.isEmpty || isNone)
                let news = memory.posts[index].comments.take(items, missedFrom: isSure ? Int64.min : nil, now: now)
                if !isWhole { memory.posts[index].comments.isCut = true }
                memory.posts[index].counted = memory.posts[index].count
                add(news, to: &page)
            } catch let failure as Failure where failure.kind == .notFound || failure.kind == .unusable {
                // The post went away between two requests, as the next visit finds, or is not ours to read.
                memory.posts[index].comments.readAt = now.microseconds
                page.refusals.append(Refusal(id: id, reason: "what is said under it is not shown to us"))
            }
        }
    }

    private func read(
        _ post: String, _ page: inout Page, _ asked: inout Int
    ) async throws -> (items: [MetaListing.Item], isWhole: Bool) {
        var items: [MetaListing.Item] = []
        var after: String?
        for _ in 0..<Self.pages {
            let listing = try await source.comments(under: post, after: after)
            asked += 1
            page.rate = listing.rate ?? page.rate
            let seen = Set(items.map(\.id))
            items += listing.items.filter { !seen.contains($0.id) }
            guard let next = listing.next, next != after else { return (items, listing.isLast) }
            after = next
        }
        return (items, false)
    }

    // MARK: Recommendations

    private func reviews(_ memory: inout MetaMemory, _ page: inout Page, _ now: Instant) async throws {
        // Where they are not ours to read, asking once a day is enough.
        guard now.seconds(since: Instant(microseconds: memory.reviewsRefusedAt)) > 86_400 else { return }
        var items: [MetaListing.Item] = []
        var after: String?
        var isWhole = false
        do {
            for _ in 0..<(memory.reviews.readAt == 0 ? max(1, history) : 1) {
                guard let listing = try await source.reviews(after: after) else { return }
                items += listing.items
                guard let next = listing.next, next != after else {
                    isWhole = listing.isLast
                    break
                }
                after = next
            }
        } catch let failure as Failure
            where failure.kind == .unusable || failure.kind == .notFound || failure.words == "networks.needs_right"
        {
            memory.reviewsRefusedAt = now.microseconds
            page.refusals.append(Refusal(id: nil, reason: "\(network.rawValue) does not show recommendations to us"))
            return
        }
        let from = isWhole && !items.isEmpty ? Int64.min : nil
        add(memory.reviews.take(items, missedFrom: from, now: now), to: &page)
    }

    private func add(_ news: MetaMemory.Shelf.News, to page: inout Page) {
        for item in news.arrived {
            switch item.reading {
            case .arrival(let arrival): page.arrivals.append(arrival)
            case .refused(let refusal): page.refusals.append(refusal)
            case .skipped: continue
            }
        }
        for item in news.edited {
            switch item.reading {
            case .arrival(let arrival): page.edited.append(arrival)
            case .refused(let refusal): page.refusals.append(refusal)
            // Its words are gone.
            case .skipped: page.removed.append(item.id)
            }
        }
        page.removed += news.removed
    }
}
