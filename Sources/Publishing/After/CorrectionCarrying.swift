import Kernel
import Networks
import Storage

/// Carries what stands on the networks over to the corrected words: what is alike is left alone, what differs is edited,
/// what is no more is taken back, what is new leaves as a message of its own.
struct CorrectionCarrying {
    let desk: PublishingDesk
    let post: Post
    let correction: Correction

    private var version: Int { post.version + 1 }

    func apply(at now: Instant, in connection: any Connection) throws {
        try CorrectionActions.mayBeCorrected(post, in: connection)
        guard
            try CorrectionStore.bump(
                post, correction.content, by: correction.author, at: now, in: connection)
        else { throw PostActions.overtaken }
        let closed = try Withdrawals.closed(post.id, in: connection)
        let parcels = try ParcelStore.of(post.id, in: connection).filter { $0.version == post.version }
        for face in correction.content.faces {
            let mine = parcels.filter { $0.channel == face.channel }
            if closed.contains(face.channel) {
                for parcel in mine {
                    try CorrectionStore.carry(parcel, to: version, ordinal: parcel.ordinal, in: connection)
                }
            } else {
                try carry(face, mine, at: now, in: connection)
            }
        }
        try PostActions.record("post.corrected", post.id, correction.author, at: now, connection)
        try SendingSettling.sum(post.id, at: now, connection)
    }

    private func carry(
        _ face: PostContent.Face, _ parcels: [Parcel], at now: Instant, in connection: any Connection
    ) throws {
        var left = parcels
        let before = post.content.faces.first { $0.channel == face.channel }
        let heading = before?.title != face.title || before?.warning != face.warning
        for (ordinal, message) in correction.content.messages(of: face).enumerated() {
            guard let index = left.firstIndex(where: { $0.role == message.role }) else {
                try ParcelStore.insert(
                    desk.newID(), post: post.id, version: version, channel: face.channel, ordinal: ordinal,
                    role: message.role, text: message.text, due: now, in: connection)
                continue
            }
            let parcel = left.remove(at: index)
            try keep(
                parcel, at: ordinal, saying: message.text, heading: heading && ordinal == 0, at: now, in: connection)
        }
        for parcel in left.reversed() { try remove(parcel, at: now, in: connection) }
        try SendingRun.carry(face.channel, in: connection)
    }

    /// A part that goes on.
    private func keep(
        _ parcel: Parcel, at ordinal: Int, saying text: String, heading: Bool, at now: Instant,
        in connection: any Connection
    ) throws {
        guard parcel.state == .sent else {
            let fresh = parcel.state == .withdrawn ? nil : text
            return try CorrectionStore.carry(parcel, to: version, ordinal: ordinal, text: fresh, in: connection)
        }
        try CorrectionStore.carry(parcel, to: version, ordinal: ordinal, in: connection)
        // Nobody knows which words stand there where an earlier edit was attempted.
        let isDoubtful = try ChangeStore.supersede(parcel.id, at: now, in: connection)
        guard parcel.text != text || heading || isDoubtful else { return }
        try ChangeStore.ask(
            .edit, parcel, id: desk.newID(), version: version, text: text, by: correction.author,
            because: correction.why, at: now, in: connection)
    }

    /// A part that the corrected words do not have any more.
    private func remove(_ parcel: Parcel, at now: Instant, in connection: any Connection) throws {
        switch parcel.state {
        case .sent:
            _ = try ChangeStore.supersede(parcel.id, at: now, in: connection)
            try ChangeStore.ask(
                .withdraw, parcel, id: desk.newID(), version: version, text: nil, by: correction.author,
                because: correction.why, at: now, in: connection)
        case .ready, .held:
            _ = try ParcelStore.move(parcel, to: .cancelled, because: .changed, at: now, in: connection)
        default: break
        }
    }
}
