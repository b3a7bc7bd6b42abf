import Kernel
import Storage
import Web

/// What people say of a video with which its network has not come to an end.
struct AftercareActions: Sendable {
    let desk: PublishingDesk

    func add(to pages: Pages) {
        add(to: pages, "again", "after.said_care_again") { connection, id, now in
            guard try AftercareStore.again(id, at: now, in: connection) else { return false }
            try AftercareRun.carry(id, at: now, in: connection)
            return true
        }
        add(to: pages, "leave", "after.said_care_left") { connection, id, _ in
            try AftercareStore.move(id, from: .trouble, to: .left, in: connection)
        }
    }

    private func add(
        to pages: Pages, _ verb: String, _ said: String,
        _ body: @escaping @Sendable (any Connection, Int64, Instant) throws -> Bool
    ) {
        pages.post("sendings/:id/care/\(verb)", right: .approve) { _, context in
            try SendingActions.right(context.person)
            let (id, now, person) = (try context.identifier(of: Parcel.self).value, desk.clock.now(), context.person.id)
            let post = try await desk.database.write { connection in
                guard let parcel = try ParcelStore.find(id, in: connection) else {
                    throw Failure(.notFound, "no such message")
                }
                guard try body(connection, id, now) else { throw Reposts.moved }
                try Audit.record(
                    who: person, action: "aftercare.\(verb)", subject: "post", id: parcel.post, at: now, in: connection)
                return parcel.post
            }
            return Page.redirect("/posts/\(post)", saying: said)
        }
    }
}

/// The same as pages show it, under the message.
struct AftercareLine: Encodable, Sendable {
    let path: String
    let text: String
    /// In the network's words.
    let networkSaid: String?
    let isTrouble: Bool

    /// Nil where there is nothing to say.
    init?(_ care: MessageAftercare?, _ context: some Viewing) {
        guard let care, care.state != .left else { return nil }
        path = "/sendings/\(care.sending)/care"
        isTrouble = care.state == .trouble
        var words: [String] = []
        if let why = care.why, isTrouble { words.append("care_\(why.rawValue)") }
        if care.state == .open { words.append("care_open") }
        if care.captions == .given { words.append("care_given") }
        guard !words.isEmpty else { return nil }
        text = words.map { context.word("after.\($0)") }.joined(separator: " ")
        networkSaid = care.error
    }
}
