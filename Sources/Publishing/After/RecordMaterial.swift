import Channels
import Foundation
import Kernel
import Networks
import Storage

/// Everything that the house knows of one post, from its first word: what the record shows and what is downloaded.
struct RecordMaterial: Sendable {
    struct Version: Sendable {
        let number: Int
        let content: PostContent
        let person: Int64
        let at: Instant
    }

    struct Wish: Sendable {
        let channel: Int64
        let reason: String
        let person: Int64?
        let at: Instant
    }

    let post: Post
    let versions: [Version]
    let verdicts: [Verdict]
    let lifts: [KeptPostLift]
    let corrections: [Correction]
    let parcels: [Parcel]
    let changes: [Change]
    let wishes: [Wish]
    let channels: [Channel]
    let names: [Int64: String]

    static func read(_ post: Post, _ names: [Int64: String], in connection: any Connection) throws -> RecordMaterial {
        let versions = try connection.query(
            "SELECT version, content, person, at FROM post_version WHERE post = $1 ORDER BY version", [post.id])
        let wishes = try connection.query(
            "SELECT channel, reason, person, at FROM post_withdrawal WHERE post = $1 ORDER BY at, channel", [post.id])
        return RecordMaterial(
            post: post,
            versions: try versions.map {
                Version(
                    number: try $0.int("version"), content: try PostStore.decoded(try $0.text("content")),
                    person: try $0.int64("person"), at: try $0.instant("at"))
            },
            verdicts: try Verdict.all(post.id, in: connection), lifts: try KeptPostLift.all(post.id, in: connection),
            corrections: try CorrectionStore.of(post.id, in: connection),
            parcels: try ParcelStore.of(post.id, in: connection), changes: try ChangeStore.of(post.id, in: connection),
            wishes: try wishes.map {
                Wish(
                    channel: try $0.int64("channel"), reason: try $0.text("reason"),
                    person: try $0.optionalInt64("person"), at: try $0.instant("at"))
            },
            channels: try ChannelStore.all(in: connection), names: names)
    }

    func network(_ channel: Int64) -> String { channels.first { $0.id == channel }?.network.rawValue ?? "" }
    func account(_ channel: Int64) -> String { channels.first { $0.id == channel }?.address ?? "" }

    /// As it first left: a message that was corrected since says otherwise now.
    func firstText(_ parcel: Parcel) -> String {
        changes.first { $0.sending == parcel.id && $0.kind == .edit && $0.state == .done }?.before ?? parcel.text
    }
}
