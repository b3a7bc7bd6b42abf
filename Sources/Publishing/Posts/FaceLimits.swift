import Channels
import Deontology
import Kernel
import Networks
import Storage
import Web

/// Holds one face of a post against what its network takes: the same in the composer, at approval, and before it leaves.
struct FaceLimits: Sendable {
    let desk: PublishingDesk
    /// Of the library, by number.
    let items: [Int64: LibraryItem]

    func limits(_ channel: Channel) -> NetworkLimits? { desk.limits(of: channel) }

    func findings(_ face: PostContent.Face, of content: PostContent, on channel: Channel) -> [PreflightFinding] {
        guard let limits = limits(channel) else { return [] }
        return Preflight.check(preflight(face, of: content, on: channel), limits: limits)
    }

    func counts(_ face: PostContent.Face, of content: PostContent, on channel: Channel) -> [FaceCount] {
        guard let limits = limits(channel) else { return [] }
        let most = limits[.textMax]?.value.number.map(Int.init)
        let unit = Self.unit(limits.counting)
        return content.messages(of: face).map { message in
            FaceCount(count: TextCount.count(message.text, as: limits.counting), most: most, unit: unit)
        }
    }

    private static func unit(_ rule: CountingRule) -> String {
        switch rule {
        case .utf8Bytes: "bytes"
        case .weighted: "weighted"
        case .graphemes: "graphemes"
        default: "characters"
        }
    }

    /// What the network would take in thousandths of a US cent; nil where it is free.
    func price(_ face: PostContent.Face, of content: PostContent, on channel: Channel) -> Int? {
        limits(channel).flatMap { PostPrice.usd(preflight(face, of: content, on: channel), $0) }
    }

    func preflight(_ face: PostContent.Face, of content: PostContent, on channel: Channel) -> PreflightFace {
        let media = content.media(of: face).compactMap { use -> PreflightMedia? in
            guard let item = items[use.media] else { return nil }
            // What will leave, where it has been made.
            let made = item.rendition(for: RenditionPurpose(channel, desk))
            return PreflightMedia(
                PreflightMedia.Kind(rawValue: item.kind(as: made)) ?? .document, mime: made?.mime ?? item.mime,
                bytes: made?.bytes ?? item.bytes, width: made?.width ?? item.width, height: made?.height ?? item.height,
                seconds: made?.seconds ?? item.seconds, alt: use.alt,
                hasCaptions: item.captions != nil, hasTranscript: item.transcript?.isEmpty == false,
                pulledFrom: desk.site.map { "\($0)/shared/\(item.digest)" })
        }
        return PreflightFace(
            network: channel.network, title: face.title, text: content.text(of: face), contentWarning: face.warning,
            thread: face.thread, firstComment: face.comment, media: media, visibility: face.visibility,
            isPublicHospital: desk.author == .hospital)
    }
}

/// The last look before a message leaves: limits may have been set lower since it was approved.
enum LastLook {
    /// - Throws: `Held` with the first reason.
    static func refuse(_ made: Composition, _ attachments: [Attachment], _ desk: PublishingDesk) throws {
        let media = attachments.map { attachment in
            PreflightMedia(
                PreflightMedia.Kind(rawValue: attachment.file.content.kind.rawValue) ?? .document,
                mime: attachment.file.content.mime, bytes: attachment.file.content.bytes, width: attachment.width,
                height: attachment.height, seconds: attachment.seconds, alt: attachment.alt?.content.text ?? "",
                hasCaptions: attachment.captions != nil, hasTranscript: true, pulledFrom: attachment.pulledFrom)
        }
        guard let limits = desk.limits(of: made.channel), made.parcel.role != .comment else { return }
        let isFirst = made.parcel.role == .post
        let face = PreflightFace(
            network: made.channel.network, title: isFirst ? made.face.title : nil, text: made.parcel.text,
            contentWarning: isFirst ? made.face.warning : nil, media: media, visibility: made.face.visibility,
            isPublicHospital: desk.author == .hospital)
        let blocks = Preflight.check(face, limits: limits).filter { $0.severity == .block }
        // The parts of a thread need no picture of their own.
        let left = blocks.filter { isFirst || $0.field == .text }
        if let first = left.first { throw Held(.limits, first.code) }
    }
}

extension CheckedView {
    static func limit(_ finding: PreflightFinding, _ context: some Viewing) -> Limit {
        let figures = context.figures
        let values = finding.figures.mapValues { value in
            switch value {
            case .number(let number): figures.integer(number)
            case .bytes(let bytes): figures.bytes(bytes)
            case .seconds(let seconds): figures.duration(seconds)
            case .text(let text): text
            }
        }
        return Limit(
            tone: finding.severity == .block ? "block" : "warn",
            text: context.word("preflight.\(finding.code)", values),
            basis: finding.figure.map { basis($0, context) })
    }

    /// Where a figure comes from, how sure it is, and how old.
    private static func basis(_ figure: Figure, _ context: some Viewing) -> String {
        let source = figure.sources.first?.place ?? context.word("publishing.no_source")
        let now = context.site.clock.now()
        if let asked = figure.askedAt {
            return context.word("publishing.asked_on", ["when": context.figures.date(asked)])
        }
        return context.word(
            "publishing.basis",
            [
                "source": source, "sure": context.word("publishing.sure_\(figure.confidence.rawValue)"),
                "age": context.count("publishing.days_old", figure.age(on: now)),
            ])
    }
}
