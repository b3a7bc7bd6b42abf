import Kernel
import Testing

@testable import Networks

@Suite struct PostPriceTests {
    private func price(_ face: PreflightFace) throws -> Int? {
        PostPrice.usd(face, try LimitsFixture.limits(face.network))
    }

    @Test("X: 0.015 dollars a post, 0.200 with an address, in thousandths of a cent")
    func posts() throws {
        #expect(PostPrice.perDollar == 100_000)
        #expect(try price(PreflightFace(network: .x, text: "Bonjour")) == 1_500)
        #expect(try price(PreflightFace(network: .x, text: "Voir chu-exemple.fr")) == 20_000)
        #expect(try price(PreflightFace(network: .x, text: "Voir https://a.fr et https://b.fr")) == 20_000)
    }

    @Test("X: each part of a thread, and the first comment, is a post")
    func thread() throws {
        let face = PreflightFace(
            network: .x, text: "Un", thread: ["Deux", "https://a.fr"], firstComment: "Quatre")
        #expect(try price(face) == 1_500 * 3 + 20_000)
    }

    @Test("X: each description of a file is one more call, at 0.005")
    func media() throws {
        var bare = LimitsFixture.image()
        bare.alt = ""
        let face = PreflightFace(network: .x, text: "Un", media: [LimitsFixture.image(), LimitsFixture.image(), bare])
        #expect(try price(face) == 1_500 + 2 * 500)
    }

    @Test(
        "the others charge nothing",
        arguments: [
            Network.facebook, .instagram, .threads, .youtube, .linkedin, .google, .mastodon, .bluesky,
        ])
    func free(network: Network) throws { #expect(try price(PreflightFace(network: network, text: "a.fr")) == nil) }
}
