import Deontology
import Kernel
import Privacy
import Storage

/// What a reply stands on: the conversation, the very message that it answers, and the office named in rewrites.
struct ReplyMatter: Sendable {
    let conversation: Conversation
    let message: Heard
    let contact: ReplyContact

    var limit: ReplyLimit { ReplyLimit(conversation.network) }
    var seen: String { Reply.digest(message) }

    /// - Parameter answers: the message meant; the last from outside when nil or not of this conversation.
    /// - Throws: `.notFound` outside the scope; `.conflict` when nothing is left to answer.
    static func find(
        _ id: Int64, answers: Int64?, scope: Scope, voices: Voices, in connection: any Connection
    ) throws -> ReplyMatter {
        let conversation = try ConversationStore.find(id, scope: scope, in: connection)
        if let whole = conversation.mergedInto {
            return try find(whole, answers: answers, scope: scope, voices: voices, in: connection)
        }
        let rows = try connection.query(
            """
            SELECT mention FROM conversation_message WHERE conversation = $1 AND own = 0
            ORDER BY CASE WHEN mention = $2 THEN 0 ELSE 1 END, published_at DESC, mention DESC LIMIT 20
            """, [id, answers ?? 0])
        let ids = try rows.map { try $0.int64("mention") }
        let found = try voices.find(ids, connection).filter { !$0.erased }
        guard let message = ids.lazy.compactMap({ id in found.first { $0.id == id } }).first else {
            throw Failure(.conflict, "nothing is left to answer", words: "replies.message_gone")
        }
        return ReplyMatter(
            conversation: conversation, message: message, contact: try ReplyContact.find(in: connection))
    }

    /// The draft as every check of it reads it, from the composer to the outbox.
    func draft(_ text: String) -> Draft {
        let facts = contact.channel.map { ["private_channel": Facts.Value.text($0)] } ?? [:]
        let said = [message.title, message.text].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "\n")
        return Draft(
            text, kind: .reply, author: .hospital, network: conversation.network.rawValue, inReplyTo: said,
            facts: Facts(facts))
    }
}

/// A reply, read by the check and by the reader of identifiers.
struct CheckedReply: Sendable {
    let text: String
    let findings: [Finding]
    /// Names and numbers of somebody: said as warnings.
    let identifiers: [Clue]
    let lifts: [KeptLift]
    /// The text put right, which passes; nil when nothing stops it, or when none is known.
    let better: String?
    let limit: ReplyLimit

    /// Blocks that nobody has lifted.
    var blocks: [Finding] { findings.filter { $0.severity == .block && !isLifted($0) } }

    var verdict: Verdict {
        let said = Verdict(findings)
        return said == .none && !identifiers.isEmpty ? .warn : said
    }

    func isLifted(_ finding: Finding) -> Bool { lifts.contains { $0.lifts(finding) } }
}

/// Reads replies before anybody else does.
struct ReplyCheck: Sendable {
    let checker: Checker
    let privacy: PrivacyReader

    private static let telling: Set<ClueKind> = [
        .name, .handle, .birthdate, .age90, .nir, .ipp, .nda, .phone, .email, .address, .room, .plate, .otherID,
    ]

    /// - Parameter rewriting: whether a better text is looked for.
    func read(_ text: String, on matter: ReplyMatter, lifts: [KeptLift] = [], rewriting: Bool = true) -> CheckedReply {
        let draft = matter.draft(text)
        let findings = text.isEmpty ? [] : Self.ordered(checker.findings(draft), danger: matter.message.urgency)
        let better =
            rewriting && findings.contains { $0.severity >= .review } ? self.better(draft, findings, matter) : nil
        return CheckedReply(
            text: text, findings: findings, identifiers: identifiers(text, matter.contact), lifts: lifts,
            better: better, limit: matter.limit)
    }

    /// Danger first where there is any, and last where there is none; the others in the order of the text, secrecy
    /// first where several speak of one passage.
    private static func ordered(_ findings: [Finding], danger: Urgency) -> [Finding] {
        func group(_ finding: Finding) -> Int { finding.rule != distress ? 1 : danger == .distress ? 0 : 2 }
        func place(_ finding: Finding) -> String { (finding.rule.hasPrefix("SECRET") ? "0" : "1") + finding.rule }
        return findings.sorted {
            (group($0), $0.span.lowerBound, place($0)) < (group($1), $1.span.lowerBound, place($1))
        }
    }

    private static let distress = "DETRESSE-9"

    /// What tells who somebody is, our own office apart.
    /// - Parameter sure: how sure the reader must be, 0…1.
    func identifiers(_ text: String, _ contact: ReplyContact, sure: Double = 0.6, dates: Bool = false) -> [Clue] {
        privacy.read(text).clues.filter { clue in
            (Self.telling.contains(clue.kind) || dates && clue.kind == .date) && clue.confidence >= sure
                && !(contact.isSet && (contact.email.contains(clue.text) || clue.text.contains(contact.email)))
                && !(!contact.phone.isEmpty && (contact.phone.contains(clue.text) || clue.text.contains(contact.phone)))
        }
    }

    /// The draft with the sentences that stop it left out and, where they betrayed a secret, with a private way to talk
    /// in their place; else the answer that the rules propose. Either passes this very check.
    private func better(_ draft: Draft, _ findings: [Finding], _ matter: ReplyMatter) -> String? {
        let betrays = findings.contains { $0.rule.hasPrefix("SECRET") }
        if betrays {
            // As much as possible of what its author wrote stays.
            for left in [findings.filter { $0.rule != Self.distress }, findings] {
                if let mended = mended(draft, left), passes(mended, draft) { return mended }
            }
            if matter.message.urgency != .distress, let channel = matter.contact.channel {
                let plain = Self.way(channel, after: "Bonjour")
                if passes(plain, draft) { return plain }
            }
        }
        return checker.rewrite(draft, findings)
    }

    private func passes(_ text: String, _ draft: Draft) -> Bool {
        var other = draft
        other.text = text
        return checker.findings(other).isEmpty
    }

    private func mended(_ draft: Draft, _ findings: [Finding]) -> String? {
        guard let channel = draft.facts.text("private_channel") else { return nil }
        let scalars = Array(draft.text.unicodeScalars)
        var kept: [String] = []
        var replaced = false
        for sentence in Self.sentences(scalars) {
            if findings.contains(where: { $0.span.overlaps(sentence) }) {
                if !replaced { kept.append(Self.way(channel, after: Self.text(scalars[sentence]))) }
                replaced = true
            } else {
                kept.append(Self.text(scalars[sentence]))
            }
        }
        return replaced ? kept.filter { !$0.isEmpty }.joined(separator: " ") : nil
    }

    /// The greeting that the sentence left out began with is kept.
    private static func way(_ channel: String, after sentence: String) -> String {
        let greets = sentence.hasPrefix("Bonjour") || sentence.hasPrefix("Bonsoir")
        return (greets ? "\(sentence.prefix(7)), le" : "Le")
            + " secret professionnel nous interdit d'évoquer ici une situation personnelle, et même de dire si une "
            + "personne a été reçue. Pour être écouté, écrivez-nous à \(channel)."
    }

    /// Sentences, by their full stops and line ends, blanks left out.
    static func sentences(_ scalars: [Unicode.Scalar]) -> [Range<Int>] {
        var out: [Range<Int>] = []
        var start = 0
        for place in scalars.indices {
            let ends = ".!?…".unicodeScalars.contains(scalars[place])
            let followed = place + 1 >= scalars.count || scalars[place + 1].properties.isWhitespace
            if ends && followed || scalars[place] == "\n" {
                out.append(start..<place + 1)
                start = place + 1
            }
        }
        if start < scalars.count { out.append(start..<scalars.count) }
        return out.filter { range in range.contains { !scalars[$0].properties.isWhitespace } }
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        let trimmed = scalars.drop { $0.properties.isWhitespace }
        let end = trimmed.lastIndex { !$0.properties.isWhitespace } ?? trimmed.startIndex
        view.append(contentsOf: trimmed.isEmpty ? trimmed : trimmed[...end])
        return String(view)
    }
}
