import Kernel

/// The JSON download of an Instagram account: its posts, reels and stories with a caption, and the comments it wrote.
/// Messages, followers, searches and advertising stay closed. Labels are in the account's language, so a comment's parts are
/// known by what they hold as well as by their names.
struct InstagramExport: Export {
    func wants(_ member: MemberName) -> Bool {
        guard member.type == "json", !member.path.contains("/messages/"), !member.path.contains("/inbox/") else {
            return false
        }
        let stem = member.stem
        return ["posts", "post_comments", "reels_comments", "reels", "igtv_videos", "stories", "archived_posts"]
            .contains {
                stem == $0 || stem.hasPrefix("\($0)_")
            }
    }

    mutating func cut(_ member: MemberName, head: [UInt8]) -> Cut? { .elements }

    mutating func read(_ piece: Piece, into said: inout [Said]) throws(Refusal) {
        let json = try piece.json()
        if json["string_map_data"] != nil || json["label_values"] != nil {
            try readComment(json, &said)
        } else {
            try readPost(
                json, isVideo: piece.member.stem.hasPrefix("reels") || piece.member.stem.hasPrefix("igtv"), &said)
        }
    }

    private func readPost(_ json: JSON, isVideo: Bool, _ said: inout [Said]) throws(Refusal) {
        let media = json["media"]?.elements.first
        guard let text = json["title"]?.mended ?? media?["title"]?.mended else { return }
        guard let publishedAt = json["creation_timestamp"]?.unixTime ?? media?["creation_timestamp"]?.unixTime else {
            throw Refusal("creation_timestamp: not seconds since 1970")
        }
        let file = json["uri"]?.text ?? media?["uri"]?.text ?? ""
        said.append(
            .arrival(
                Arrival(
                    id: Checkpoint.identifier("instagram", "", String(publishedAt.microseconds), text),
                    network: .instagram, kind: isVideo || file.hasSuffix(".mp4") ? .video : .post, text: text,
                    publishedAt: publishedAt), own: true))
    }

    private func readComment(_ json: JSON, _ said: inout [Said]) throws(Refusal) {
        var text: String?
        var owner: String?
        var publishedAt: Instant? = json["timestamp"]?.unixTime
        for (label, value, time) in labels(of: json) {
            publishedAt = time ?? publishedAt
            guard let value else { continue }
            if label.contains("owner") || label.contains("proprietaire") {
                owner = value
            } else if label.contains("comment") {
                text = value
            }
        }
        guard let text else { return }
        guard let publishedAt else { throw Refusal("Time: not seconds since 1970") }
        said.append(
            .arrival(
                Arrival(
                    id: Checkpoint.identifier("instagram", owner ?? "", String(publishedAt.microseconds), text),
                    network: .instagram, kind: .comment, title: owner.map { "@\($0)" }, text: text,
                    publishedAt: publishedAt), own: true))
    }

    /// `string_map_data` (an object by label) or `label_values` (a list): label, text, moment.
    private func labels(of json: JSON) -> [(label: String, value: String?, time: Instant?)] {
        let map = json["string_map_data"]?.members.map {
            ($0.key.withoutMojibake.folded, $0.value["value"]?.mended, $0.value["timestamp"]?.unixTime)
        }
        let list = json["label_values"]?.elements.map {
            ($0["label"]?.mended?.folded ?? "", $0["value"]?.mended, $0["timestamp_value"]?.unixTime)
        }
        return (map ?? []) + (list ?? [])
    }
}
