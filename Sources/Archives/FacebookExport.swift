import Kernel

/// The JSON download of a Facebook Page or profile: its posts, the comments it wrote, and reviews (recommendations) where
/// they are given. Messages, friends, advertising and everything else stay closed.
struct FacebookExport: Export {
    func wants(_ member: MemberName) -> Bool {
        guard member.type == "json", !member.path.contains("/messages/"), !member.path.contains("/inbox/") else {
            return false
        }
        return kind(of: member) != nil
    }

    private enum Content { case posts, comments, reviews }

    private func kind(of member: MemberName) -> Content? {
        let stem = member.stem
        if stem.hasPrefix("comments") { return .comments }
        if stem.contains("review") || (stem.contains("recommendation") && !stem.contains("you've_recommended")) {
            return .reviews
        }
        let isPosts = stem.hasPrefix("profile_posts") || stem.hasPrefix("your_posts") || stem.hasPrefix("page_posts")
        return isPosts || stem == "posts" || stem.hasPrefix("posts_") ? .posts : nil
    }

    mutating func cut(_ member: MemberName, head: [UInt8]) -> Cut? { .elements }

    mutating func read(_ piece: Piece, into said: inout [Said]) throws(Refusal) {
        let json = try piece.json()
        if let comment = json["data"]?.elements.lazy.compactMap({ $0["comment"] }).first {
            try readComment(comment, in: json, &said)
        } else if json["review_text"] != nil || json["recommendation_type"] != nil || kind(of: piece.member) == .reviews
        {
            try readReview(json, &said)
        } else if json["timestamp"] != nil || json["data"] != nil || json["attachments"] != nil {
            try readPost(json, &said)
        }
    }

    private func readPost(_ json: JSON, _ said: inout [Said]) throws(Refusal) {
        var words = json["data"]?.elements.compactMap { $0["post"]?.mended } ?? []
        let attached = json["attachments"]?.elements.flatMap { $0["data"]?.elements ?? [] } ?? []
        for media in attached.compactMap({ $0["media"] }) {
            if let caption = media["description"]?.mended, !words.contains(caption) { words.append(caption) }
        }
        guard !words.isEmpty else { return }
        guard let publishedAt = json["timestamp"]?.unixTime else { throw Refusal("timestamp: not seconds since 1970") }
        let text = words.joined(separator: "\n")
        let isVideo = attached.contains { ($0["media"]?["uri"]?.text ?? "").hasSuffix(".mp4") }
        said.append(
            .arrival(
                Arrival(
                    id: Checkpoint.identifier("facebook", "", String(publishedAt.microseconds), text),
                    network: .facebook,
                    kind: isVideo ? .video : .post, text: text, publishedAt: publishedAt,
                    url: attached.lazy.compactMap { $0["external_context"]?["url"]?.text }.first), own: true))
    }

    private func readComment(_ comment: JSON, in json: JSON, _ said: inout [Said]) throws(Refusal) {
        guard let text = comment["comment"]?.mended else { return }
        guard let publishedAt = comment["timestamp"]?.unixTime ?? json["timestamp"]?.unixTime else {
            throw Refusal("timestamp: not seconds since 1970")
        }
        let author = comment["author"]?.mended
        said.append(
            .arrival(
                Arrival(
                    id: Checkpoint.identifier("facebook", author ?? "", String(publishedAt.microseconds), text),
                    network: .facebook, kind: .comment, author: author, title: json["title"]?.mended, text: text,
                    publishedAt: publishedAt), own: true))
    }

    /// Facebook has no stars any more: who recommends counts as five, who does not as one.
    private func readReview(_ json: JSON, _ said: inout [Said]) throws(Refusal) {
        let words = json["review_text"] ?? json["text"] ?? json["review"] ?? json["comment"]
        let text = words?.mended ?? ""
        guard let when = json["created_time"] ?? json["timestamp"] ?? json["creation_time"],
            let publishedAt = when.unixTime ?? when.text.flatMap({ CanonicalExport.instant($0) })
        else { throw Refusal("created_time: missing or not a date") }
        var rating = json["rating"]?.text.flatMap { Double($0) }
        switch json["recommendation_type"]?.text?.lowercased() {
        case "positive": rating = 5
        case "negative": rating = 1
        default: break
        }
        let author = json["reviewer"]?["name"]?.mended ?? json["reviewer"]?.mended ?? json["author"]?.mended
        let story = json["open_graph_story"]?["id"]?.text ?? json["id"]?.text
        said.append(
            .arrival(
                Arrival(
                    id: story
                        ?? Checkpoint.identifier("facebook", author ?? "", String(publishedAt.microseconds), text),
                    network: .facebook, kind: .review, author: author, text: text, publishedAt: publishedAt,
                    rating: rating), own: false))
    }
}
