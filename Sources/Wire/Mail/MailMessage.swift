import Foundation
public import Kernel

/// A mail that the house sends by itself: an alert, a digest, a sign-in link.
public struct MailMessage: Sendable {
    public var from: MailAddress
    public var to: [MailAddress]
    public var subject: String
    /// Always there: what is read aloud, on a watch, in a log.
    public var text: String
    /// The same content with its looks; mail programs choose.
    public var html: String?
    public var date: Instant
    /// `Message-ID` without its angle brackets, unique for ever: use the row's identifier, so that a mail sent twice
    /// after a crash is seen to be one mail.
    public var id: String
    /// RFC 2919 identifier of the series, such as `alerts.resonance.chu-exemple.fr`: people filter on it.
    public var listID: String?
    /// Web address where one stops receiving it (RFC 2369).
    public var unsubscribe: String?
    /// Whether that address takes one press without a question (RFC 8058); said where it begins with https alone.
    public var oneClick: Bool

    public init(
        from: MailAddress, to: [MailAddress], subject: String, text: String, html: String? = nil, date: Instant,
        id: String, listID: String? = nil, unsubscribe: String? = nil, oneClick: Bool = false
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
        self.date = date
        self.id = id
        self.listID = listID
        self.unsubscribe = unsubscribe
        self.oneClick = oneClick
    }

    /// The bytes that travel: RFC 5322 headers, RFC 2045 body, CRLF lines, ASCII only.
    public func rendered() -> [UInt8] {
        var message = headers()
        let plain = part("text/plain", QuotedPrintable.encode(text))
        if let html {
            // `=_` cannot occur in quoted-printable text: no content can close the part.
            let boundary = "=_" + String(UInt64.random(in: .min ... .max), radix: 36)
            message += "Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"\r\n\r\n"
            message += "--\(boundary)\r\n\(plain)\r\n"
            message += "--\(boundary)\r\n\(part("text/html", QuotedPrintable.encode(html)))\r\n--\(boundary)--\r\n"
        } else {
            message += plain + "\r\n"
        }
        return Array(message.utf8)
    }

    private func headers() -> String {
        var lines = HeaderText.structured("Date", Self.rfc5322(date))
        lines += HeaderText.structured("From", from.header)
        lines += HeaderText.structured("To", to.map(\.header).joined(separator: ", "))
        lines += HeaderText.unstructured("Subject", subject)
        lines += HeaderText.structured("Message-ID", "<\(Self.token(id))@\(from.domain)>")
        if let listID { lines += HeaderText.structured("List-Id", "<\(Self.token(listID))>") }
        if let unsubscribe, let address = try? WebAddress(unsubscribe) {
            lines += HeaderText.structured("List-Unsubscribe", "<\(address.text)>")
            if oneClick, address.text.hasPrefix("https://") {
                lines += HeaderText.structured("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
            }
        }
        // RFC 3834: no holiday notice in return; the second line says it to Exchange.
        lines += "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\nMIME-Version: 1.0\r\n"
        return lines
    }

    private func part(_ type: String, _ body: String) -> String {
        "Content-Type: \(type); charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\(body)"
    }

    /// What may stand between angle brackets.
    private static func token(_ text: String) -> String {
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_".unicodeScalars)
        let kept = text.unicodeScalars.filter(allowed.contains).prefix(120)
        return String(String.UnicodeScalarView(kept))
    }

    private static func rfc5322(_ instant: Instant) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, d MMM yyyy HH:mm:ss '+0000'"
        return format.string(from: instant.date)
    }
}
