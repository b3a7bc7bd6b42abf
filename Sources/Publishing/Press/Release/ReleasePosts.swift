import Channels
import Foundation
import Kernel
import Networks
import Storage
import Web

/// What joins a release and the posts that are made of it: the composer begins with its words, and its facts are locked.
struct ReleasePosts: Sendable {
    let desk: PublishingDesk

    /// The address of a composer that begins with an approved release: its title, its lead, its public page; accounts
    /// that take less begin with the title alone.
    func composer(_ release: Release) async throws -> String {
        guard release.state == .approved else {
            throw Failure(.conflict, "the release is not approved", words: "press.not_approved")
        }
        let channels = try await desk.database.read { connection in
            try ChannelStore.all(in: connection).filter { $0.kind == .account && $0.state == .connected }
        }
        let (content, link) = (release.content, link(release))
        let short = [content.title, link].compactMap(\.self).joined(separator: "\n\n")
        let whole = [content.title, content.lead, link].compactMap(\.self).joined(separator: "\n\n")
        var fields: [(String, String)] = [
            ("release", String(release.id)), ("kind", Post.Kind.news.rawValue), ("title", content.title),
            ("text", whole), ("language", content.language),
        ]
        for channel in channels.prefix(PostActions.mostFaces) where channel.network != .youtube {
            fields.append(("face", String(channel.id)))
            if let limits = desk.limits.limits(for: channel.network), let most = limits[.textMax]?.value.number,
                TextCount.count(whole, as: limits.counting) > Int(most)
            {
                fields.append(("text_\(channel.id)", short))
            }
        }
        fields += Self.behind(content.facts)
        // A proxy may refuse an address of more than 8 KiB: a long lead is left to whoever writes.
        if Self.address(fields).utf8.count > Self.longest {
            fields = fields.filter { !$0.0.hasPrefix("text_") }.map { $0.0 == "text" ? ("text", short) : $0 }
        }
        return Self.address(fields)
    }

    private static let longest = 7_000

    private static func address(_ fields: [(String, String)]) -> String {
        "/posts/new?" + fields.map { "\($0.0)=\(Query.encode($0.1))" }.joined(separator: "&")
    }

    private func link(_ release: Release) -> String? {
        guard let site = desk.site, let slug = release.slug, release.publicVersion == release.version else {
            return nil
        }
        return "\(site)/press-room/\(slug)"
    }

    private static func behind(_ facts: PostFacts) -> [(String, String)] {
        var out: [(String, String)] = facts.isMedical ? [("medical", "1")] : []
        let texts = [
            ("source", facts.source), ("source_date", facts.sourceDate), ("read_by", facts.readBy),
            ("read_on", facts.readOn), ("interests", facts.interests),
        ]
        out += texts.compactMap { name, value in value.map { (name, $0) } }
        if facts.interests == "" { out.append(("interests_said", "none")) }
        if let agree = facts.namedAgree { out.append(("named", agree ? "yes" : "no")) }
        return out
    }

    /// What `content` says otherwise than its release; nothing for a post that was made of none.
    static func findings(_ content: PostContent, in connection: any Connection) throws -> [FactFinding] {
        guard let id = content.release else { return [] }
        guard let release = try ReleaseStore.look(id, in: connection),
            ![.withdrawn, .cancelled].contains(release.state)
        else { return [FactFinding(kind: .gone, fact: nil, now: "")] }
        guard release.state == .approved else { return [FactFinding(kind: .open, fact: nil, now: "")] }
        let lock = release.content.lock
        let texts =
            [content.text]
            + content.faces.flatMap { face in
                content.messages(of: face).map(\.text) + [face.title, face.warning].compactMap(\.self)
            }
        var out: [FactFinding] = []
        for text in Set(texts).sorted() {
            for finding in lock.findings(text, language: content.language) where !out.contains(finding) {
                out.append(finding)
            }
        }
        return Array(out.prefix(LockedFacts.most))
    }

    /// Just before a message leaves.
    /// - Throws: `Held` with the first fact that was changed.
    func refuse(_ content: PostContent) async throws {
        let found = try await desk.database.read { try Self.findings(content, in: $0) }
        guard let first = found.first else { return }
        throw Held(.blocked, "a fact of the release: \(first.kind.rawValue)")
    }

    /// The release has changed: posts that were made of it are read again, as a new version that nobody has approved.
    static func sendBack(of release: Int64, by person: Int64, at now: Instant, in connection: any Connection) throws {
        // Keys of the kept JSON are sorted, and quotation marks inside texts are escaped: this finds the field alone.
        let rows = try connection.query(
            """
            SELECT * FROM post WHERE state IN ('review', 'approved', 'scheduled') AND content LIKE $1 LIMIT 1000
            """, ["%\"release\":\(release),%"])
        for post in try rows.map(Post.init) where post.content.release == release {
            guard try Planning.isUntouched(post, in: connection),
                try PostStore.rewrite(post, post.content, by: person, at: now, in: connection)
            else { continue }
            try Planning.clear(post, at: now, in: connection)
            _ = try PostStore.move(
                try PostStore.find(post.id, in: connection), to: .review, stage: 0, at: now, in: connection)
            try PostActions.record("post.reread", post.id, person, at: now, connection)
        }
    }
}
