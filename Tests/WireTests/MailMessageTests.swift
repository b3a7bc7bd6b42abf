import Foundation
import Kernel
import Testing

@testable import Wire

@Suite struct MailMessageTests {
    private func message(subject: String = "Alerte", text: String = "x", html: String? = nil) throws -> MailMessage {
        MailMessage(
            from: try MailAddress("resonance@chu-exemple.fr", name: "Résonance – “CHU”"),
            to: [try MailAddress("com@chu-exemple.fr", name: "Dupont, \"Zoé\""), try MailAddress("b@x.fr")],
            subject: subject, text: text, html: html, date: Instant(seconds: 1_795_000_000), id: "alert-12",
            listID: "alerts.chu-exemple.fr", unsubscribe: "https://chu-exemple.fr/stop?a=1")
    }

    /// The message as Python's own mail package reads it back.
    private func read(_ message: MailMessage) throws -> [String: Any] {
        let script = """
            import sys, json, email, email.policy
            raw = sys.stdin.buffer.read()
            m = email.message_from_bytes(raw, policy=email.policy.default)
            parts = {p.get_content_type(): p.get_content() for p in m.walk() if not p.is_multipart()}
            print(json.dumps({"headers": [[k, str(v)] for k, v in m.items()], "parts": parts,
                "defects": [str(d) for p in m.walk() for d in p.defects],
                "longest": max(map(len, raw.split(b"\\r\\n"))), "bare": raw.replace(b"\\r\\n", b"").count(b"\\n"),
                "ascii": raw.isascii()}))
            """
        let data = try output(of: "/usr/bin/env", ["python3", "-c", script], input: Data(message.rendered()))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private func header(_ name: String, _ read: [String: Any]) -> [String] {
        (read["headers"] as? [[String]] ?? []).filter { $0[0] == name }.map { $0[1] }
    }

    @Test("another mail program reads back what was written")
    func roundTrip() throws {
        let subject = "Température 38,7 °C aux urgences – trois opinions à lire d’abord, dont une en détresse ⚠️"
        let text = "Bonjour,\n.\n..deux\nFrom ici = là \n" + String(repeating: "très long ", count: 50) + "\n\tfin "
        let html = "<p>Bonjour à <b>tous</b></p>\n--=_fausse frontière"
        let back = try read(try message(subject: subject, text: text, html: html))
        #expect(header("Subject", back) == [subject])
        #expect(header("From", back) == ["Résonance – “CHU” <resonance@chu-exemple.fr>"])
        #expect(header("To", back) == ["\"Dupont, \\\"Zoé\\\"\" <com@chu-exemple.fr>, b@x.fr"])
        #expect(header("Date", back) == ["Wed, 18 Nov 2026 11:06:40 +0000"])
        #expect(header("Message-ID", back) == ["<alert-12@chu-exemple.fr>"])
        #expect(header("List-Id", back) == ["<alerts.chu-exemple.fr>"])
        #expect(header("List-Unsubscribe", back) == ["<https://chu-exemple.fr/stop?a=1>"])
        #expect(header("Auto-Submitted", back) == ["auto-generated"])
        let parts = try #require(back["parts"] as? [String: String])
        #expect(parts["text/plain"]?.replacing("\r\n", with: "\n") == text)
        #expect(parts["text/html"]?.replacing("\r\n", with: "\n") == html)
        #expect((back["defects"] as? [String])?.isEmpty == true)
        #expect(back["ascii"] as? Bool == true)
        #expect(back["bare"] as? Int == 0)
        #expect((back["longest"] as? Int ?? 999) <= 78)
    }

    @Test(
        "no text becomes a header",
        arguments: [
            "a\r\nBcc: x@y.fr", "a\nBcc: x@y.fr", "a\rBcc: x@y.fr", "a\u{2028}Bcc: x", "a\r\n\r\nbody",
            "\r\nBcc: x@y.fr",
            "=?UTF-8?Q?a=0D=0ABcc:_x?=", "é\r\nBcc: x@y.fr", String(repeating: "é\n", count: 100) + "Bcc: x",
        ])
    func injection(_ evil: String) throws {
        var message = try message(subject: evil)
        message.id = evil
        message.listID = evil
        message.unsubscribe = "https://x.fr/" + evil
        message.from = try MailAddress("a@b.fr", name: evil)
        message.to = [try MailAddress("c@d.fr", name: evil)]
        let back = try read(message)
        #expect(header("Bcc", back).isEmpty)
        #expect((back["parts"] as? [String: String])?["text/plain"]?.trimmingCharacters(in: .newlines) == "x")
        let names = Set((back["headers"] as? [[String]] ?? []).map { $0[0] })
        #expect(
            names.isSubset(of: [
                "Date", "From", "To", "Subject", "Message-ID", "List-Id", "List-Unsubscribe", "Auto-Submitted",
                "X-Auto-Response-Suppress", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
            ]))
    }

    @Test(
        "a malformed mailbox is refused",
        arguments: [
            "", "a", "@b.fr", "a@", "a@b@c.fr", "a b@c.fr", "a@b.fr\r\nRCPT TO:<x>", "a..b@c.fr", ".a@b.fr", "a@b.fr>",
            "<a@b.fr", "\"a\"@b.fr", "a@b fr", "a@b.fr:25", "a@x/y", "é@b.fr", "a,b@c.fr",
        ])
    func mailboxes(_ text: String) {
        #expect(throws: Failure.self) { try MailAddress(text) }
    }

    @Test("an international domain takes its ASCII form")
    func international() throws {
        #expect(try MailAddress("com@hôpital.fr").mailbox == "com@xn--hpital-ixa.fr")
    }
}
