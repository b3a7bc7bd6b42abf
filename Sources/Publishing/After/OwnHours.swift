import Calendars
import Channels
import Foundation
import Kernel
import Networks
import Storage
import Web

/// At which hours our own posts did best, account by account: said once there are enough of them to say it.
struct OwnHours: Sendable {
    let desk: PublishingDesk

    /// What is shown of an account.
    static let most = 3

    static func posts(_ channel: Int64, in connection: any Connection) throws -> [BestHours.Post] {
        try connection.query(
            """
            SELECT settled_at, due_at, figures FROM sending
            WHERE channel = $1 AND ordinal = 0 AND state = 'sent' AND figures IS NOT NULL
            ORDER BY settled_at DESC LIMIT 2000
            """, [channel]
        ).compactMap { row in
            let figures = try FiguresStore.decoded(try row.text("figures"))
            // Some networks count people, others times; each account is compared with itself alone.
            guard let reach = figures.reach ?? figures.views, reach > 0 else { return nil }
            return BestHours.Post(
                at: try row.optionalInstant("settled_at") ?? row.instant("due_at"),
                interactions: figures.interactions, reach: reach)
        }
    }

    /// One line an account: its best hours, or how many posts are missing to know them.
    func lines(
        for post: Post?, _ channels: [Channel], _ context: some Viewing
    ) async throws -> [String] {
        let wanted = post.map { Set($0.content.faces.map(\.channel)) }
        let accounts = channels.filter { $0.kind == .account && (wanted?.contains($0.id) ?? true) }
        let posts = try await desk.database.read { connection in
            try accounts.map { try Self.posts($0.id, in: connection) }
        }
        return zip(accounts, posts).map { account, posts in
            let name = AfterPart.label(account.id, [account], context)
            return line(name, posts, context)
        }
    }

    private func line(_ name: String, _ posts: [BestHours.Post], _ context: some Viewing) -> String {
        guard let best = BestHours(posts, in: desk.zone) else {
            let isShort = posts.count < BestHours.minimumPosts
            return context.word(
                isShort ? "after.hours_not_enough" : "after.hours_too_alike",
                [
                    "account": name, "n": context.figures.integer(posts.count),
                    "m": context.figures.integer(BestHours.minimumPosts),
                ])
        }
        let hours = best.cells.prefix(Self.most).map { cell in
            let sure = cell.standsOut ? "" : " \(context.word("after.hours_unsure"))"
            return context.word("publishing.weekday_\(cell.weekday.rawValue)") + " "
                + context.word("after.hour", ["h": String(cell.hour)])
                + " (\(context.figures.change((cell.lift - 1) * 100)) %\(sure))"
        }
        return context.word("after.hours_best", ["account": name, "hours": hours.joined(separator: ", ")])
    }
}
