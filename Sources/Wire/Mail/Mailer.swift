import Kernel

/// Sends mail: a struct of one closure, so that a test can keep what would have left.
public struct Mailer: Sendable {
    /// Hands one message to the server, which then answers for it. Throws `Failure` with the server's own reason:
    /// `.unusable` (refused for good: 5xx), `.forbidden` (our password), `.unavailable` (try again: 4xx, no answer,
    /// no TLS).
    public var send: @Sendable (_ message: MailMessage) async throws -> Void

    public init(send: @escaping @Sendable (_ message: MailMessage) async throws -> Void) { self.send = send }

    /// Through the hospital's SMTP server, by libcurl.
    public static func smtp(_ server: MailServer) -> Mailer {
        Mailer { message in
            let bytes = message.rendered()
            let envelope = Envelope(from: message.from.mailbox, to: message.to.map(\.mailbox))
            try await Blocking.run { try SMTPTransfer(server).send(bytes, envelope) }
        }
    }
}

/// Who sends and who receives, apart from what the headers say (RFC 5321).
struct Envelope: Sendable {
    let from: String
    let to: [String]
}
