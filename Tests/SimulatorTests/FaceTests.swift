import Foundation
import HTTPTypes
import Kernel
import Testing

@testable import Simulator

@Suite struct FaceTests {
    @Test("every page says that the network is simulated, in French, without script")
    func banner() async throws {
        try await Stage.play { stage in
            let front = try await stage.get("/")
            for network in SimulatedNetwork.allCases { #expect(front.text.contains("<h2>\(network.label)</h2>")) }
            for account in SimulatedAccount.valmont {
                let page = try await stage.get("/see/\(account.network.rawValue)/\(account.id)")
                #expect(page.status == 200 && page.text.contains("Réseau simulé") && page.text.contains("lang=\"fr\""))
                #expect(!page.text.contains("<script"))
            }
            #expect(try await stage.get("/see/facebook/12").status == 404)
            #expect(front.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
        }
    }

    @Test("a visitor sees words as words, pictures with what they show, answers below, and nothing that was taken back")
    func posts() async throws {
        try await Stage.play { stage in
            let path = "/facebook/v23.0/\(Stage.page)"
            let photo = try await stage.file(
                path + "/photos", [("published", "false"), ("alt_text_custom", "Un \"hall\" <clair>")], name: "source",
                Specimen.png, token: Stage.pageToken)
            let made = try await stage.form(
                path + "/feed",
                [
                    ("message", "<b>Bonjour</b>\nà tous"),
                    ("attached_media", "[{\"media_fbid\":\"\(photo.json["id"].text ?? "")\"}]"),
                ],
                token: Stage.pageToken)
            try stage.networks.say("<img src=x>", by: "<i>Jeanne</i>", under: made.json["id"].text, on: .facebook)
            let page = try await stage.get("/see/facebook/\(Stage.page)").text
            #expect(
                page.contains("&lt;b&gt;Bonjour&lt;/b&gt;<br>à tous")
                    && page.contains("alt=\"Un &quot;hall&quot; &lt;clair&gt;\""))
            #expect(page.contains("&lt;img src=x&gt;") && page.contains("&lt;i&gt;Jeanne&lt;/i&gt;"))
            let source = try #require(page.firstMatch(of: /src="(\/media\/[^"]+)"/)?.1)
            let picture = try await stage.get(String(source))
            #expect(picture.body == Specimen.png && picture.header("Content-Type") == "image/png")
            _ = try await stage.ask(.delete, "/facebook/\(made.json["id"].text ?? "")", token: Stage.pageToken)
            #expect(!(try await stage.get("/see/facebook/\(Stage.page)").text.contains("Bonjour")))
        }
    }

    @Test("the state is kept in its file whole, and a file that is none is left alone")
    func state() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "simulated-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        let settings = SimulatorSettings(stateFile: file.path(percentEncoded: false))
        try await Stage.play(settings) { stage in
            _ = try await stage.form("/facebook/\(Stage.page)/feed", [("message", "gardé")], token: Stage.pageToken)
            try stage.networks.save()
        }
        try await Stage.play(settings) { stage in
            #expect(stage.networks.published().map(\.text) == ["gardé"])
            let more = try await stage.form(
                "/facebook/\(Stage.page)/feed", [("message", "après")], token: Stage.pageToken)
            #expect(more.status == 200 && Set(stage.networks.published().map(\.id)).count == 2)
        }
        try Data("{\"items\":".utf8).write(to: file)
        #expect(throws: Failure.self) { try SimulatedNetworks(settings: settings) }
        #expect(try Data(contentsOf: file) == Data("{\"items\":".utf8))
    }

    @Test("nothing is shown to others, and accounts have numbers of their own")
    func settings() {
        #expect(throws: Failure.self) { try SimulatedNetworks(settings: SimulatorSettings(host: "0.0.0.0")) }
        let twice = [SimulatedAccount.valmont[0], SimulatedAccount.valmont[0]]
        #expect(throws: Failure.self) { try SimulatedNetworks(settings: SimulatorSettings(accounts: twice)) }
    }

    @Test("what is kept is bounded, and the oldest goes first")
    func bounds() {
        var world = World(SimulatorSettings(), now: Instant(seconds: 0))
        let account = SimulatedAccount.valmont[0]
        for index in 0..<(World.mostItems + 5) {
            world.add(Item(id: "\(index)", on: account, text: "", at: Instant(seconds: Double(index))))
        }
        #expect(world.items.count == World.mostItems && world.items[0].id == "5")
        for index in 0..<(World.mostUploads + 5) {
            world.add(Upload(id: "\(index)", "photo", on: account, at: Instant(seconds: Double(index))))
        }
        #expect(world.uploads.count == World.mostUploads && world.uploads["4"] == nil && world.uploads["5"] != nil)
    }

    @Test(
        "bodies that are broken are read as far as they go, and no further",
        arguments: [
            "--b", "--b\r\n", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx", "", "--b--",
            "\r\n--b\r\n\r\n\r\n--b",
        ])
    func multipart(_ body: String) {
        let parts = Parts(Array(body.utf8), type: "multipart/form-data; boundary=b")
        #expect(parts?.parts.isEmpty ?? true)
    }
}
