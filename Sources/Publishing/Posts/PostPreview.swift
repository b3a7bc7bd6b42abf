import Channels
import Kernel
import Networks
import Web

/// What the public will see on one account: title, warning, every message, and the files as they will leave.
struct PostPreview: Encodable, Sendable {
    let channel: Int64
    let network: String
    let account: String
    let heading: String?
    let warning: String?
    let messages: [Message]
    let files: [File]

    struct Message: Encodable, Sendable {
        /// Nil for the post itself.
        let role: String?
        let text: String
    }

    struct File: Encodable, Sendable {
        /// Nil while there is nothing to show.
        let address: String?
        let page: String
        let isVideo: Bool
        let poster: String
        let captions: String?
        let language: String
        let width: Int
        let height: Int
        let alt: String
        /// Nobody has said yet what it shows.
        let isUnsaid: Bool
        /// What stands between this file and the network, or that it is not made for it yet.
        let note: String?
    }

    static func all(
        _ content: PostContent, _ channels: [Channel], _ items: [LibraryItem], _ context: some Viewing
    ) -> [PostPreview] {
        content.faces.compactMap { face in
            guard let channel = channels.first(where: { $0.id == face.channel }) else { return nil }
            return PostPreview(
                channel: channel.id, network: context.word("listening.network_\(channel.network.rawValue)"),
                account: channel.address,
                heading: face.title.flatMap { $0.isEmpty ? nil : $0 },
                warning: face.warning.flatMap { $0.isEmpty ? nil : $0 },
                messages: content.messages(of: face).map { message in
                    Message(
                        role: message.role == .post
                            ? nil : context.word("publishing.role_\(message.role.rawValue)"), text: message.text)
                },
                files: content.media(of: face).compactMap { use in
                    items.first { $0.id == use.media }.map { file($0, use.alt, channel.network, content, context) }
                })
        }
    }

    /// As the network is given it; as the library shows it until that is made.
    private static func file(
        _ item: LibraryItem, _ alt: String, _ network: Network, _ content: PostContent, _ context: some Viewing
    ) -> File {
        let made = item.renditions.first { $0.purpose == network.rawValue }
        let (path, isVideo) = ("/library/\(item.id)", item.kind(as: made) == "video")
        let view = "\(path)/view?v=\(item.digest.prefix(8))"
        let whole = made.map { "\(path)/rendition/\(network.rawValue)?v=\($0.digest.prefix(8))" }
        let open = item.faces.count(where: \.isOpen)
        let note =
            open > 0
            ? context.count("library.faces_open", open)
            : made == nil && item.state == .ready ? context.word("publishing.not_made_yet") : nil
        return File(
            address: item.state == .ready ? whole ?? (isVideo ? "\(path)/file" : view) : nil, page: path,
            isVideo: isVideo, poster: view, captions: item.captions.map { _ in "\(path)/captions.vtt" },
            language: content.language, width: made?.width ?? item.width, height: made?.height ?? item.height, alt: alt,
            isUnsaid: alt.isEmpty, note: note)
    }
}
