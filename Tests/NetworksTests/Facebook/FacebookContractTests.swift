import Deontology
import Foundation
import Kernel
import Testing

@testable import Networks

/// What we send and ask for, held against the vendor's own description, which lies beside the checkout on some
/// machines.
@Suite struct FacebookContractTests {
    private static func names(_ call: FakeMeta.Call?) -> Set<String> {
        Set(call?.fields.keys.map { String($0) } ?? [])
    }

    @Test("each parameter that we send is one that Facebook documents")
    func parameters() async throws {
        guard let feed = try FakeMeta.documented("Page", "POST", "feed"),
            let photos = try FakeMeta.documented("Page", "POST", "photos"),
            let videos = try FakeMeta.documented("Page", "POST", "videos"),
            let comments = try FakeMeta.documented("PagePost", "POST", "comments"),
            let edit = try FakeMeta.documented("PagePost", "POST", nil),
            let editVideo = try FakeMeta.documented("AdVideo", "POST", nil)
        else { return print("skipped: no description of the Graph API beside this checkout") }
        let meta = FakeMeta { _ in .json(#"{"id":"7_1","success":true}"#) }
        let connector = FacebookConnectorTests.connector(meta)
        let words = try FakeMeta.cleared("Voir https://chu.example")
        let picture = try FakeMeta.attachment(alt: "Le hall")
        let shown = Networks.Piece(words: words, attachments: [picture])
        let prepared = try await FakeMeta.prepare(connector, shown)
        _ = await connector.publish(shown, prepared, key: "k")
        #expect(Self.names(meta.call("POST /7/photos")).isSubset(of: photos))
        #expect(Self.names(meta.call("POST /7/feed")).isSubset(of: feed))
        let empty = Prepared(at: noon.now())
        _ = await connector.publish(Networks.Piece(words: words), empty, key: "k")
        #expect(Self.names(meta.call("POST /7/feed")) == ["message", "link"])
        #expect(Self.names(meta.call("POST /7/feed")).isSubset(of: feed))
        let film = try FakeMeta.attachment(.video, mime: "video/mp4", at: "https://chu.example/v")
        _ = await connector.publish(Networks.Piece(words: words, title: words, attachments: [film]), empty, key: "k")
        #expect(Self.names(meta.call("POST /7/videos")).isSubset(of: videos) && videos.contains("source"))
        let parent = Sent(id: "7_1", url: nil)
        let comment = Networks.Piece(.comment, words: words, attachments: [picture], parent: parent)
        _ = await connector.publish(comment, try await FakeMeta.prepare(connector, comment), key: "k")
        #expect(Self.names(meta.call("POST /7_1/comments")) == ["message", "attachment_id"])
        #expect(Self.names(meta.call("POST /7_1/comments")).isSubset(of: comments))
        _ = await connector.edit(parent, comment, key: "k")
        #expect(Self.names(meta.call("POST /7_1")).isSubset(of: edit))
        _ = await connector.edit(Sent(id: "7_2", url: nil, reference: "5"), comment, key: "k")
        #expect(Self.names(meta.call("POST /5")).isSubset(of: editVideo))
    }

    @Test("each field that we ask for is one that Facebook documents, or an edge of it")
    func fields() throws {
        guard let post = try FakeMeta.documentedFields("PagePost"),
            let comment = try FakeMeta.documentedFields("Comment"),
            let review = try FakeMeta.documentedFields("Recommendation"),
            let page = try FakeMeta.documentedFields("Page"), let video = try FakeMeta.documentedFields("AdVideo")
        else { return print("skipped: no description of the Graph API beside this checkout") }
        #expect(Set(FakeMeta.names(FacebookItem.postFields)).subtracting(post) == ["comments"])
        #expect(Set(FakeMeta.names(FacebookItem.commentFields)).isSubset(of: comment))
        #expect(Set(FakeMeta.names(FacebookItem.reviewFields)).isSubset(of: review))
        #expect(Set(["id", "name", "username", "link", "access_token"]).isSubset(of: page))
        #expect(Set(["id", "post_id", "permalink_url", "views"]).isSubset(of: video))
        #expect(Set(["shares", "permalink_url"]).isSubset(of: post))
    }
}
