import Kernel

/// What is under one roof. The rules, without a store:
///
/// - Whatever answers something belongs to it, however deep, whoever speaks.
/// - Our own posts open nothing, and neither do articles and videos: under those, each comment is a conversation of its
///   own, which points at our post. Our own answers are messages that left, never ones that came.
/// - Something that answers what we have not heard opens a conversation too: most often that is a post on whose page we
///   only hear the comments. When the other turns up and was said by somebody else, the conversations become one; they
///   are never cut apart, so that no note and no answer loses its place.
enum ThreadRules {
    /// Longer ladders of answers are read no further.
    static let depth = 200
    /// More answers below one another are not gathered at once: each comes with its own arrival too.
    static let breadth = 2_000
    /// Older words need no answer any more: what comes out of an archive does not fill the inbox.
    static let freshDays = 30
    /// Messages whose words are read again when a conversation changes.
    static let weighed = 200

    /// It stands above conversations and is no part of them.
    static func isRoof(_ heard: Heard) -> Bool { heard.own || heard.kind == .article || heard.kind == .video }

    /// From a ladder (what was said, what that answers, and so on up): where its conversation begins, and our post above
    /// it. No root where everything is roof.
    static func root(of ladder: [Heard]) -> (root: Heard?, post: Int64?) {
        let down = Array(ladder.reversed())
        let roof = down.prefix(while: isRoof)
        return (down.dropFirst(roof.count).first, roof.first(where: \.own)?.id)
    }

    /// A post that was not addressed to us, takes no side and asks nothing, or that copies another: kept, and put aside.
    static func isNoise(_ root: Heard, under post: Int64?) -> Bool {
        guard root.kind == .post, post == nil, root.urgency < .high else { return false }
        return root.foldedInto != nil || (root.polarity == .neutral && !root.text.contains("?"))
    }

    /// Sixty-four bits that tell a changed text from the same one (FNV-1a).
    static func digest(_ heard: Heard) -> Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(heard.title ?? "")\n\(heard.text)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Int64(bitPattern: hash)
    }
}

/// What came with an event, that a state follows from.
struct ThreadNews: Equatable {
    /// Words from outside that were not here before, and the youngest of them.
    var heard: Instant?
    /// The author of one changed its text.
    var edited = false
    /// Among them is a person in danger.
    var danger = false
    /// The conversation was made just now.
    var begins = false
    /// An answer of ours that was not here before.
    var answered = false
    /// Something of what it is made of changed.
    var moved = false

    mutating func add(_ other: ThreadNews) {
        heard = [heard, other.heard].compactMap { $0 }.max()
        edited = edited || other.edited
        danger = danger || other.danger
        begins = begins || other.begins
        answered = answered || other.answered
        moved = moved || other.moved
    }
}

/// What the messages of a conversation make of it.
struct ThreadSummary: Equatable {
    var messages = 0
    /// Words from outside that their authors have not taken back.
    var standing = 0
    var firstAt: Instant?
    var lastAt: Instant?
    /// Our first and our last answer after the first word from outside.
    var answeredAt: Instant?
    var lastAnswerAt: Instant?
    var urgency = Urgency.none

    var isAnswered: Bool {
        guard let lastAt, let lastAnswerAt else { return false }
        return lastAnswerAt >= lastAt
    }

    /// The state that follows, from the one that it has (nil for a new one).
    ///
    /// Left alone, a conversation is unread; waits, or is settled when old, once we have answered; and is archived when
    /// it is noise, old, or taken back whole. Once somebody has handled it, only news move it: words from outside and
    /// edits make it unread again, unless it was archived by hand, and danger does so always.
    func state(
        from state: Conversation.State?, handled: Bool, noise: Bool, news: ThreadNews, now: Instant
    ) -> Conversation.State {
        if standing == 0 { return .archived }
        let stale = (lastAt ?? now) < now.adding(days: -ThreadRules.freshDays)
        if news.danger, !isAnswered { return .unread }
        if let state, handled {
            let fresh = news.heard.map { $0 >= now.adding(days: -ThreadRules.freshDays) } ?? false
            if fresh || news.edited, state != .archived { return .unread }
            let settles = news.answered && isAnswered && (state == .unread || state == .open)
            return settles ? .waiting : state
        }
        if isAnswered { return stale ? .resolved : .waiting }
        if urgency == .distress, !stale { return .unread }
        if noise { return .archived }
        // What was to be read stays so, however long it takes.
        return stale && state != .unread ? .archived : .unread
    }
}
