import Deontology
import Foundation
import Kernel
import TestKit
import Testing
import Wire

@testable import Networks

@Suite struct MastodonLimitsTests {
    let server = FakeMastodon()

    private static let configuration = """
        {"statuses":{"max_characters":5000,"max_media_attachments":6,"characters_reserved_per_url":25},
         "media_attachments":{"supported_mime_types":["image/PNG","video/mp4"],"image_size_limit":16777216,
          "image_matrix_limit":33177600,"video_size_limit":103809024,"video_matrix_limit":8294400,
          "description_limit":1500}}
        """

    @Test("a server's own limits are asked for, at its second address and then at its first")
    func asked() async throws {
        server.change { $0.instance["/api/v2/instance"] = "{\"configuration\":\(Self.configuration)}" }
        let limits = try await server.connector().limits()
        #expect(limits.maxCharacters == 5_000 && limits.maxMediaAttachments == 6)
        #expect(limits.charactersReservedPerURL == 25 && limits.descriptionLimit == 1_500)
        #expect(limits.supportedMimeTypes == ["image/png", "video/mp4"])
        #expect(limits.imageSizeLimit == 16_777_216 && limits.imageMatrixLimit == 33_177_600)
        #expect(limits.videoSizeLimit == 103_809_024 && limits.videoMatrixLimit == 8_294_400)
        server.change { $0.instance = ["/api/v1/instance": "{\"configuration\":\(Self.configuration)}"] }
        #expect(try await server.connector().limits() == limits)
        server.change { $0.instance = ["/api/v1/instance": #"{"max_toot_chars":10000}"#] }
        let pleroma = try await server.connector().limits()
        #expect(pleroma.maxCharacters == 10_000 && pleroma.maxMediaAttachments == 4)
    }

    @Test("numbers that cannot be are left out, and a server that says nothing has Mastodon's own")
    func hostile() async throws {
        let body = """
            {"configuration":{"statuses":{"max_characters":-1,"max_media_attachments":1e300,
             "characters_reserved_per_url":"x"},"media_attachments":{"supported_mime_types":"image/png",
             "image_size_limit":-5,"description_limit":0}}}
            """
        server.change { $0.instance["/api/v2/instance"] = body }
        #expect(try await server.connector().limits() == MastodonLimits())
        server.change { $0.instance = ["/api/v2/instance": "{}", "/api/v1/instance": "{}"] }
        #expect(try await server.connector().limits() == MastodonLimits())
    }

    @Test("a server that cannot be asked is no server without limits")
    func unreachable() async throws {
        server.change { $0.gone = ["GET /api/v2/instance": 503, "GET /api/v1/instance": 503] }
        let connector = try server.connector()
        #expect(await failure(of: { try await connector.limits() })?.kind == .unavailable)
    }
}
