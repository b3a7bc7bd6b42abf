import Deontology
import Foundation
import Kernel
import TestKit
import Testing
import Wire

@testable import Networks

/// The server that keeps an account is found, and nobody else gets its password.
@Suite struct BlueskyServerTests {
    let server = FakeBluesky()
    private static let directory = "https://plc.directory"

    private static func document(
        _ did: String = FakeBluesky.did, names: String = "at://hopital.example",
        endpoint: String = "https://pds.hopital.example/", type: String = "AtprotoPersonalDataServer"
    ) -> String {
        ##"{"id":"\##(did)","alsoKnownAs":["\##(names)"],"service":["##
            + ##"{"id":"#other","type":"Other","serviceEndpoint":"https://x.example"},"##
            + ##"{"id":"#atproto_pds","type":"\##(type)","serviceEndpoint":"\##(endpoint)"}]}"##
    }

    private func find(_ document: String, of handle: String = "@Hopital.example") async throws -> String {
        server.change {
            $0.handles = ["hopital.example": FakeBluesky.did, "web.example": "did:web:chu.example"]
            $0.documents = [
                "\(Self.directory)/\(FakeBluesky.did)": document,
                "https://chu.example/.well-known/did.json": document,
            ]
        }
        return try await BlueskySession.server(of: handle, http: server.http)
    }

    @Test("a handle leads to its server, by either kind of DID")
    func found() async throws {
        #expect(try await find(Self.document()) == "https://pds.hopital.example")
        #expect(try await find(Self.document(), of: FakeBluesky.did) == "https://pds.hopital.example")
        let web = Self.document("did:web:chu.example", names: "at://web.example")
        #expect(try await find(web, of: "web.example") == "https://pds.hopital.example")
        let own = Self.document(endpoint: "https://morel.us-east.host.bsky.network")
        #expect(try await find(own) == "https://bsky.social")
    }

    @Test("a document that names somebody else, no server, or a server without TLS, leads nowhere")
    func refused() async throws {
        let documents = [
            Self.document("did:plc:another"), Self.document(names: "at://autre.example"),
            Self.document(endpoint: "http://pds.hopital.example"), Self.document(endpoint: "javascript:alert(1)"),
            Self.document(type: "BskyNotificationService"), "{}", "[]",
        ]
        for document in documents {
            let refusal = await failure(of: { try await find(document) })
            #expect(refusal?.kind == .notFound && refusal?.words == "networks.no_account")
        }
        for handle in ["personne.example", "did:key:zQ3sh", "did:plc"] {
            #expect(await failure(of: { try await find(Self.document(), of: handle) })?.kind == .notFound)
        }
    }
}
