import Foundation
import Kernel

/// A Mastodon account's archive (`outbox.json`, ActivityStreams 2.0): its public posts. Posts to followers or to a person
/// are letters and are left out; boosts hold no words.
struct MastodonExport: Export {
    let plainText: @Sendable (String) -> String

    init(plainText: @escaping @Sendable (String) -> String) { self.plainText = plainText }

    func wants(_ member: MemberName) -> Bool { member.last == "outbox.json" }

    mutating func cut(_ member: MemberName, head: [UInt8]) -> Cut? { .elements }

    mutating func read(_ piece: Piece, into said: inout [Said]) throws(Refusal) {
        guard piece.key == "orderedItems" || piece.key == "items" || piece.key == nil else { return }
        let json = try piece.json()
        guard json["type"]?.text == "Create", let object = json["object"], isPublic(object) || isPublic(json) else {
            return
        }
        guard let id = object["id"]?.text else { throw Refusal("object.id: missing") }
        guard let written = object["published"]?.text ?? json["published"]?.text,
            let publishedAt = CanonicalExport.instant(written)
        else { throw Refusal("object.published: missing or not a date") }
        var words = plainText(object["content"]?.text ?? "")
        if words.isEmpty {
            words = object["attachment"]?.elements.compactMap { $0["name"]?.text }.joined(separator: "\n") ?? ""
        }
        if words.isEmpty { return }
        said.append(
            .arrival(
                Arrival(
                    id: id, network: .mastodon, kind: object["inReplyTo"]?.text == nil ? .post : .comment,
                    author: handle(object["attributedTo"]?.text ?? json["actor"]?.text), title: object["summary"]?.text,
                    text: words, publishedAt: publishedAt, url: object["url"]?.text ?? id,
                    parent: object["inReplyTo"]?.text, language: object["contentMap"]?.members.first?.key), own: true))
    }

    private func isPublic(_ json: JSON) -> Bool {
        [json["to"], json["cc"]].contains { list in
            guard let list else { return false }
            return (list.elements + [list]).contains { $0.text == "as:Public" || $0.text?.hasSuffix("#Public") == true }
        }
    }

    /// `https://mastodon.example/users/chu` → `chu@mastodon.example`.
    private func handle(_ actor: String?) -> String? {
        guard let actor, let address = URLComponents(string: actor), let host = address.host else { return actor }
        let name = address.path.split(separator: "/").last.map { $0.hasPrefix("@") ? $0.dropFirst() : $0 }
        return name.map { "\($0)@\(host)" } ?? actor
    }
}
