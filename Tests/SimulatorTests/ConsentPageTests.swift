import Testing

@testable import Simulator

@Suite struct ConsentPageTests {
    private static let callback = "http://127.0.0.1:8080/channels/callback"

    private static func query(_ fields: [(String, String)]) -> String {
        fields.map { "\(Form.encoded($0.0))=\(Form.encoded($0.1))" }.joined(separator: "&")
    }

    @Test("a link that is wrong leads nowhere, and says so in French")
    func wrong() async throws {
        try await Stage.play { stage in
            for fields in [
                [("client_id", "a"), ("redirect_uri", "javascript:alert(1)"), ("state", "s")],
                [("client_id", "a"), ("redirect_uri", Self.callback)],
                [("redirect_uri", Self.callback), ("state", "s")],
                [("client_id", "a"), ("redirect_uri", Self.callback), ("state", "s"), ("response_type", "token")],
            ] {
                let page = try await stage.get("/facebook/dialog/oauth?" + Self.query(fields))
                #expect(page.status == 400 && page.text.contains("Demande refusée"))
                #expect(try await stage.form("/facebook/dialog/oauth", fields).status == 400)
            }
            let hostile = [("client_id", "<script>x</script>"), ("redirect_uri", Self.callback), ("state", "\"><b>")]
            let page = try await stage.get("/facebook/dialog/oauth?" + Self.query(hostile))
            #expect(page.status == 200 && !page.text.contains("<script") && !page.text.contains("\"><b>"))
            #expect(page.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
        }
    }

    @Test(
        "who calls this machine by another name is not let in",
        arguments: [
            ("127.0.0.1:8099", true), ("localhost", true), ("[::1]:8099", true), ("LOCALHOST:80", true),
            ("rebound.example:8099", false), ("127.0.0.1.rebound.example", false), ("[::2]", false), ("", false),
        ])
    func names(_ authority: String, _ isOurs: Bool) { #expect(LoopbackGate.isOurs(authority) == isOurs) }
}
