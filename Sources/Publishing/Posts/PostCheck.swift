import Channels
import Deontology
import Kernel
import Networks
import Privacy
import Storage

/// Reads a post before anybody else does, face by face, with the same eyes in the composer, in the interface of programs,
/// when it is approved, and just before it leaves.
struct PostCheck: Sendable {
    let desk: PublishingDesk

    func read(_ post: Post) async throws -> CheckedPost {
        let (channels, lifts, items, released) = try await desk.database.read { connection in
            (
                try ChannelStore.all(in: connection), try KeptPostLift.all(post.id, in: connection),
                try LibraryStore.used(by: post.content, in: connection),
                try ReleasePosts.findings(post.content, in: connection)
            )
        }
        return read(post.content, lifts: lifts, channels: channels, items: items, released: released)
    }

    func read(
        _ content: PostContent, lifts: [KeptPostLift], channels: [Channel], items: [LibraryItem],
        released: [FactFinding] = []
    ) -> CheckedPost {
        let limits = FaceLimits(
            desk: desk, items: Dictionary(items.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }))
        let draft = PostDraft(content: content, author: desk.author)
        let faces = content.faces.compactMap { face in
            channels.first { $0.id == face.channel }.map { (face: face, channel: $0) }
        }
        // What several faces say alike is read once for each network.
        let texts = faces.flatMap { item in said(in: item.face, of: content).map { ($0, item.channel.network) } }
        // A page is read as a whole, as its visitors do: a heading alone says too little to be judged.
        let own = content.page.map { [Said($0.texts.joined(separator: "\n\n"), nil)] } ?? []
        let wanted = [Said(content.text, nil)] + own + texts.map { Said($0.0, $0.1) }
        let unique = Array(Set(wanted)).filter { !$0.text.isEmpty }
        let first = Set(faces.map { content.text(of: $0.face) } + [content.text] + own.map(\.text))
        let drafts = unique.map { draft.draft($0.text, on: $0.network, withFacts: first.contains($0.text)) }
        let findings = Dictionary(uniqueKeysWithValues: zip(unique, desk.checker.findings(drafts)))
        return CheckedPost(
            common: findings[Said(content.text, nil)] ?? [], pictures: pictures(content, items),
            page: Self.once(own.flatMap { findings[$0] ?? [] }),
            unfinished: Unfinished.marks(
                in: everything(content).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }),
            faces: faces.map { item in
                CheckedFace(
                    channel: item.channel,
                    findings: Self.once(
                        said(in: item.face, of: content).flatMap { findings[Said($0, item.channel.network)] ?? [] }),
                    limits: limits.findings(item.face, of: content, on: item.channel),
                    counts: limits.counts(item.face, of: content, on: item.channel),
                    price: limits.price(item.face, of: content, on: item.channel))
            },
            identifiers: identifiers(content), lifts: lifts, released: released)
    }

    /// Every text that a face lets out.
    private func said(in face: PostContent.Face, of content: PostContent) -> [String] {
        content.messages(of: face).map(\.text) + [face.title, face.warning].compactMap(\.self)
            + content.media(of: face).map(\.alt)
    }

    /// What is read in pictures and said in videos, as it is checked when they leave.
    private func pictures(_ content: PostContent, _ items: [LibraryItem]) -> [Finding] {
        let used = Set(content.media.map(\.media))
        let drafts = items.filter { used.contains($0.id) }.flatMap { item in
            [
                Draft(item.readText, kind: .post, facts: LibraryFacts.of(item)),
                Draft(item.captions == nil ? "" : item.transcript ?? "", kind: .post, facts: Facts([:])),
            ]
        }.filter { !$0.text.isEmpty }
        return Self.once(desk.checker.findings(drafts).flatMap(\.self))
    }

    private struct Said: Hashable {
        let text: String
        let network: Network?
        init(_ text: String, _ network: Network?) { (self.text, self.network) = (text, network) }
    }

    private static func once(_ findings: [Finding]) -> [Finding] {
        var seen: Set<String> = []
        return findings.filter { seen.insert("\($0.rule) \($0.excerpt)").inserted }
    }

    private func everything(_ content: PostContent) -> [String] {
        [content.text] + (content.page?.texts ?? []) + content.faces.flatMap { said(in: $0, of: content) }
    }

    private static let telling: Set<ClueKind> = [
        .name, .handle, .birthdate, .age90, .nir, .ipp, .nda, .room, .plate, .otherID,
    ]

    /// What tells who somebody is, anywhere in the post: said as warnings.
    private func identifiers(_ content: PostContent) -> [Clue] {
        var seen: Set<String> = []
        return Set(everything(content)).sorted().flatMap { desk.privacy.read($0).clues }.filter {
            Self.telling.contains($0.kind) && $0.confidence >= 0.6 && seen.insert($0.text).inserted
        }
    }
}

/// A post as the checks read it.
struct CheckedPost: Sendable {
    /// Of the common text, on no network in particular.
    let common: [Finding]
    /// Of what is read in pictures and said in videos.
    let pictures: [Finding]
    /// Of our own page.
    let page: [Finding]
    /// What somebody meant to fill in and has not.
    let unfinished: [String]
    let faces: [CheckedFace]
    let identifiers: [Clue]
    let lifts: [KeptPostLift]
    /// What it says otherwise than the press release that it was made of.
    let released: [FactFinding]

    func isLifted(_ finding: Finding) -> Bool {
        lifts.contains { $0.rule == finding.rule && $0.excerpt == finding.excerpt }
    }

    /// What stops it: rules whose blocks nobody has lifted, and limits that a network sets.
    var stops: [String] {
        let findings = (faces.isEmpty ? common : []) + pictures + page + faces.flatMap(\.findings)
        var seen: Set<String> = []
        let rules = findings.filter {
            $0.severity == .block && !isLifted($0) && seen.insert("\($0.rule) \($0.excerpt)").inserted
        }.map(\.rule)
        let limits = faces.flatMap { face in
            face.limits.filter { $0.severity == .block }.map { "\($0.code) on \(face.channel.address)" }
        }
        return rules + released.map { _ in "RELEASED" } + unfinished.map { _ in "UNFINISHED" } + limits
    }

    var blocks: Int { stops.count }

    /// What whoever wanted it to go on is answered.
    var refusal: Failure {
        Failure(.unusable, "stopped by " + stops.joined(separator: ", "), words: "publishing.blocked")
    }

    /// Every finding once, over all faces.
    var findings: [Finding] {
        var seen: Set<String> = []
        return (common + pictures + page + faces.flatMap(\.findings)).filter {
            seen.insert("\($0.rule) \($0.excerpt)").inserted
        }
    }
}

struct CheckedFace: Sendable {
    let channel: Channel
    let findings: [Finding]
    let limits: [PreflightFinding]
    /// Of each message, in order: as the network counts.
    let counts: [FaceCount]
    /// Thousandths of a US cent; nil where the network is free.
    let price: Int?
}

/// How long one message is, as its network counts, and how long it may be.
struct FaceCount: Sendable, Equatable {
    let count: Int
    let most: Int?
    /// `characters`, `graphemes`, `bytes`, `weighted`: words `publishing.unit_…`.
    let unit: String
}
