import Kernel
import Storage

/// Plans letters in the transaction that makes them necessary: one row and one job a person, however many nodes look.
enum LetterPlan {
    static func put(
        _ matter: StaffLetter.Matter, about subject: Int64, _ event: String, to people: [Person],
        _ desk: PublishingDesk, at now: Instant, in connection: any Connection
    ) throws {
        var told = 0
        for person in people {
            let id = desk.newID()
            guard try LetterStore.insert(id, matter, subject, event, to: person.id, at: now, in: connection) else {
                continue
            }
            told += 1
            try JobQueue.enqueue(
                LetterRun.kind, key: String(id), payload: "{\"letter\":\(id)}", runAt: now, in: connection)
        }
        guard told > 0 else { return }
        let isPost = StaffLetter.Matter.ofPosts.contains(matter)
        try Audit.record(
            who: nil, action: isPost ? "post.reminded" : "channel.announced", subject: isPost ? "post" : "channel",
            id: subject, after: "{\"matter\":\"\(matter.rawValue)\",\"people\":\(told)}", at: now, in: connection)
    }
}

/// Who is told of what.
enum Addressees {
    /// Communication and administrators of the whole organisation.
    static func team(_ people: [Person]) -> [Person] {
        people.filter { $0.grants.contains(Grant(.communication)) || $0.grants.contains(Grant(.administrator)) }
    }

    /// Those whose role it is to read a post at this stage; where there is none of that role, all who may. Its author does
    /// not approve it.
    static func readers(of post: Post, at stage: Stage, among people: [Person]) -> [Person] {
        let able = people.filter { $0.id != post.author && $0.scope(of: stage.right).reaches(post) }
        let role: Role = stage == .medical ? .validator : .communication
        let own = able.filter { person in
            person.grants.contains { $0.role == role && ($0.service == nil || $0.service == post.service) }
        }
        return own.isEmpty ? able : own
    }

    /// Its author, and communication.
    static func keepers(of post: Post, among people: [Person]) -> [Person] {
        people.filter { person in
            person.id == post.author
                || person.grants.contains {
                    $0.role == .communication && ($0.service == nil || $0.service == post.service)
                }
        }
    }
}
