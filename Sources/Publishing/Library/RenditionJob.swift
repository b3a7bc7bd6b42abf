import Channels
import Foundation
import Kernel
import Media
import Networks
import Storage

/// Makes what a network, or one server of it, takes of an item, before a post leaves for it.
struct RenditionJob: Sendable {
    static let kind = "library.render"

    let desk: PublishingDesk
    private var folder: LibraryFolder { LibraryFolder(desk.library) }

    @concurrent
    func handle(_ job: Job) async throws {
        let parts = (job.key ?? "").split(separator: ":")
        guard parts.count == 2, let id = Int64(parts[0]), let purpose = RenditionPurpose(String(parts[1])) else {
            throw Failure(.unusable, "a job without a file and a network")
        }
        let item = try await desk.database.read { try LibraryStore.find(id, in: $0) }
        guard item.state == .ready else { return }
        try await make(item, purpose)
    }

    /// Makes it, or writes down why it cannot be made.
    func make(_ item: LibraryItem, _ purpose: RenditionPurpose) async throws {
        let now = desk.clock.now()
        do {
            guard let limits = desk.limits.limits(for: purpose.network),
                var wish = NetworkWish.of(item.kind, limits)
            else { throw Failure(.unusable, "the network takes no such file", words: "library.no_rendition") }
            if let most = purpose.most { wish.maxBytes = min(wish.maxBytes ?? most, most) }
            let made = try await Renderer(try folder.bench()).render(
                try await desk.files.copy(.kept(item.digest)), for: wish)
            try await desk.files.keep(made.path, as: .kept(made.digest))
            let facts = made.facts
            let row = Rendition(
                purpose: purpose.text, digest: made.digest, mime: facts.mime, bytes: facts.bytes,
                width: facts.width, height: facts.height, seconds: facts.seconds)
            let isKept = try await desk.database.write { connection in
                // A face was covered meanwhile: what was made shows it.
                guard try LibraryStore.find(item.id, in: connection).digest == item.digest else {
                    return try LibraryStore.needs(made.digest, in: connection)
                }
                try LibraryStore.rendition(item.id, row, at: now, in: connection)
                try LibraryStore.refuse(item.id, purpose.text, nil, at: now, in: connection)
                return true
            }
            if !isKept { try await desk.files.remove(.kept(made.digest)) }
        } catch let failure as Failure where [.unusable, .tooLarge].contains(failure.kind) {
            let words = failure.words ?? "library.no_rendition"
            try await desk.database.write {
                try LibraryStore.refuse(item.id, purpose.text, words, at: now, in: $0)
            }
        }
    }

    // MARK: What is missing

    /// Files that posts on their way show on networks for which they have not been made yet.
    static func missing(_ desk: PublishingDesk, in connection: any Connection) throws -> Set<String> {
        let posts = try connection.query(
            """
            SELECT * FROM post WHERE state IN ('draft', 'changes', 'review', 'approved', 'scheduled', 'sending')
              AND content LIKE $1 ORDER BY changed_at DESC LIMIT 300
            """, ["%\"media\":[{%"]
        ).map(Post.init)
        var purposes: [Int64: RenditionPurpose] = [:]
        for channel in try connection.query("SELECT * FROM channel WHERE state <> 'removed'", []).map(Channel.init) {
            purposes[channel.id] = RenditionPurpose(channel, desk)
        }
        var wanted: Set<String> = []
        for content in posts.map(\.content) {
            for face in content.faces {
                guard let purpose = purposes[face.channel] else { continue }
                for use in content.media(of: face) {
                    wanted.insert("\(use.media):\(purpose.network.rawValue)")
                    wanted.insert("\(use.media):\(purpose.text)")
                }
            }
        }
        return try wanted.filter { key in
            let parts = key.split(separator: ":").map(String.init)
            guard parts.count == 2, let id = Int64(parts[0]), let purpose = RenditionPurpose(parts[1]) else {
                return false
            }
            let isMissing =
                try connection.one(
                    """
                    SELECT m.id FROM media m WHERE m.id = $1 AND m.state = 'ready'
                      AND NOT EXISTS (SELECT 1 FROM media_rendition r WHERE r.media = m.id AND r.purpose = $2)
                      AND NOT EXISTS (SELECT 1 FROM media_refusal f WHERE f.media = m.id AND f.purpose = $2)
                    """, [id, purpose.text]) != nil
            guard isMissing, purpose.most != nil else { return isMissing }
            // A smaller picture is wanted once what the network is given proves too large.
            let made = try LibraryStore.rendition(id, purpose.network.rawValue, in: connection)
            return purpose.isExceeded(by: made, of: try LibraryStore.find(id, in: connection))
        }
    }
}

extension LibraryStore {
    /// Why an item cannot be made for a network; nil once it can.
    static func refuse(
        _ item: Int64, _ purpose: String, _ words: String?, at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute("DELETE FROM media_refusal WHERE media = $1 AND purpose = $2", [item, purpose])
        guard let words else { return }
        try connection.execute(
            "INSERT INTO media_refusal (media, purpose, words, at) VALUES ($1, $2, $3, $4)",
            [item, purpose, words, now])
    }

    /// By purpose.
    static func refusals(of item: Int64, in connection: any Connection) throws -> [String: String] {
        Dictionary(
            try connection.query("SELECT purpose, words FROM media_refusal WHERE media = $1", [item]).map {
                (try $0.text("purpose"), try $0.text("words"))
            }, uniquingKeysWith: { first, _ in first })
    }
}
