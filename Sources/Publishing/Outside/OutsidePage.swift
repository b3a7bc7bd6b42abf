import Channels
import Kernel
import Networks
import Storage
import Web

/// The post as a reader from outside sees it: what the public will see, what was said to them, and no more.
struct OutsidePage: Encodable, Sendable {
    let frame: PressFrame
    let path: String
    let until: Moment
    let name: String
    let faces: [Face]
    let pictures: [Picture]
    let heading: String?
    let parts: [Part]
    let facts: [PostPages.Fact]
    let remarks: [PostPages.RemarkLine]
    let verdict: String?
    let note: String
    let reproach: String?
    let said: String

    struct Face: Encodable, Sendable {
        var places: [Place]
        let messages: [String]
    }

    struct Place: Encodable, Sendable {
        let network: String
        let account: String
    }

    struct Picture: Encodable, Sendable {
        /// Nil for what may not be shown yet.
        let address: String?
        let isVideo: Bool
        let alt: String
    }

    struct Part: Encodable, Sendable {
        let title: String
        let text: String
    }

    static func of(
        _ reader: OutsideReader, _ post: Post, _ failure: Failure?, _ typed: Query?, _ desk: PublishingDesk,
        _ context: PageContext
    ) async throws -> OutsidePage {
        let content = post.content
        let (channels, items, remarks) = try await desk.database.read { connection in
            (
                try ChannelStore.all(in: connection), try LibraryStore.used(by: content, in: connection),
                try Remark.all(post.id, in: connection).filter(\.isShared)
            )
        }
        let house = try await desk.staff.organisation()
        return OutsidePage(
            frame: PressFrame(house, context), path: OutsideLink(desk: desk).path(reader),
            until: Moment(reader.expiresAt, context.figures), name: reader.name,
            faces: faces(content, channels, context), pictures: pictures(content, items, desk),
            heading: content.page?.heading,
            parts: (content.page?.parts ?? []).map {
                Part(title: context.word("explainers.part_\($0.name)"), text: $0.text)
            }, facts: PostPages.facts(content.facts, context),
            // Who of the house said it is the house's affair.
            remarks: remarks.map {
                PostPages.RemarkLine(
                    who: $0.outsider ?? house, text: $0.text, isShared: true, at: Moment($0.at, context.figures))
            },
            verdict: reader.verdict.map { context.word("outside.yours_\($0.rawValue)") },
            note: typed?.raw("note") ?? reader.note ?? "",
            reproach: failure.map { context.word($0.words ?? "web.failure_unusable") },
            said: typed?.raw("text") ?? "")
    }

    /// Accounts that say the same are named together: nobody reads one text five times.
    private static func faces(
        _ content: PostContent, _ channels: [Channel], _ context: some Viewing
    ) -> [Face] {
        var out: [Face] = []
        for face in content.faces {
            guard let channel = channels.first(where: { $0.id == face.channel }) else { continue }
            let place = Place(
                network: context.word("listening.network_\(channel.network.rawValue)"), account: channel.address)
            let messages = content.messages(of: face).map(\.text)
            if let same = out.firstIndex(where: { $0.messages == messages }) {
                out[same].places.append(place)
            } else {
                out.append(Face(places: [place], messages: messages))
            }
        }
        return out
    }

    /// A face that nobody has decided on is shown to nobody outside.
    private static func pictures(
        _ content: PostContent, _ items: [LibraryItem], _ desk: PublishingDesk
    ) -> [Picture] {
        content.media.compactMap { use in
            guard let item = items.first(where: { $0.id == use.media }) else { return nil }
            let mayBeSeen = item.isUsable && !item.faces.contains(where: \.isOpen)
            return Picture(
                address: mayBeSeen ? SharedFile(desk: desk).path(item.digest, SharedRoutes.ending(item.mime)) : nil,
                isVideo: item.kind == "video",
                alt: use.alt.isEmpty ? item.alt : use.alt)
        }
    }
}
