import Kernel
import Wire

/// What a post answers: the post above it, and the first of them all, each by its address and the hash of its content
/// (`app.bsky.feed.post#replyRef`).
struct BlueskyThread: Sendable, Equatable {
    struct Reference: Sendable, Equatable {
        let uri: String
        let cid: String

        var value: MutationValue {
            get throws {
                .fields([
                    MutationField("uri", try BlueskyRecord.mark(uri)),
                    MutationField("cid", try BlueskyRecord.mark(cid)),
                ])
            }
        }
    }

    let parent: Reference
    let root: Reference

    init(parent: Reference, root: Reference) { (self.parent, self.root) = (parent, root) }

    /// Below `post`: in the thread that it is part of, or that it begins.
    init(below post: BlueskyServer.Found) {
        parent = Reference(uri: post.address.uri, cid: post.cid)
        let above = post.record["reply"]["root"]
        guard let uri = above["uri"].string, let address = BlueskyAddress(uri), let cid = Fields.id(above["cid"].string)
        else {
            root = parent
            return
        }
        root = Reference(uri: address.uri, cid: cid)
    }

    /// Nil for what was not written by `text`.
    init?(_ text: String) {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 4, BlueskyAddress(parts[0]) != nil, BlueskyAddress(parts[2]) != nil else { return nil }
        (parent, root) = (Reference(uri: parts[0], cid: parts[1]), Reference(uri: parts[2], cid: parts[3]))
    }

    var text: String { [parent.uri, parent.cid, root.uri, root.cid].joined(separator: " ") }

    var value: MutationValue {
        get throws {
            .fields([MutationField("root", try root.value), MutationField("parent", try parent.value)])
        }
    }
}
