import CCurl
import Foundation
import Kernel

/// One SMTP dialogue through libcurl. Blocks: to be run off the cooperative threads.
struct SMTPTransfer {
    private let server: MailServer
    /// libcurl's own set-up, once for the process.
    private static let ready = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init(_ server: MailServer) { self.server = server }

    func send(_ message: [UInt8], _ envelope: Envelope) throws {
        guard !envelope.to.isEmpty else { throw Failure(.unusable, "a mail without a recipient") }
        if server.password != nil, server.security == .none, !server.isLoopback {
            throw Failure(.unusable, "a password is not sent without TLS: set the mail server's security")
        }
        guard Self.ready, let handle = curl_easy_init() else { throw Failure(.broken, "libcurl could not be started") }
        defer { curl_easy_cleanup(handle) }
        var recipients: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(recipients) }
        for address in envelope.to { recipients = curl_slist_append(recipients, "<\(address)>") }
        try configure(handle, envelope, recipients)

        let source = MessageSource(message)
        let context = Unmanaged.passRetained(source)
        defer { context.release() }
        try accept(ccurl_set_read(handle, readMessage, context.toOpaque()))
        var reason = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        let status = reason.withUnsafeMutableBufferPointer { buffer in
            ccurl_set_error_buffer(handle, buffer.baseAddress)
            defer { ccurl_set_error_buffer(handle, nil) }
            return curl_easy_perform(handle)
        }
        guard status == CURLE_OK else {
            throw failure(status, Self.text(reason), code: ccurl_response_code(handle), begun: source.isBegun)
        }
    }

    private func configure(
        _ handle: UnsafeMutableRawPointer, _ envelope: Envelope, _ recipients: UnsafeMutablePointer<curl_slist>?
    ) throws {
        let scheme = server.security == .tls ? "smtps" : "smtp"
        let host = server.host.contains(":") ? "[\(server.host)]" : server.host
        let hello = server.hello.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") }
        var strings: [(CURLoption, String?)] = [
            (CURLOPT_URL, "\(scheme)://\(host):\(server.port)/\(hello)"), (CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
            (CURLOPT_MAIL_FROM, "<\(envelope.from)>"), (CURLOPT_PROXY, ""),
        ]
        if let user = server.user {
            strings += [(CURLOPT_USERNAME, user), (CURLOPT_PASSWORD, server.password ?? "")]
        }
        for (option, value) in strings { if let value { try accept(ccurl_set_string(handle, option, value)) } }
        let useTLS = server.security == .none ? CURLUSESSL_NONE : CURLUSESSL_ALL
        let numbers: [(CURLoption, Int)] = [
            (CURLOPT_USE_SSL, Int(useTLS.rawValue)), (CURLOPT_SSL_VERIFYPEER, 1), (CURLOPT_SSL_VERIFYHOST, 2),
            (CURLOPT_UPLOAD, 1), (CURLOPT_NOSIGNAL, 1), (CURLOPT_CONNECTTIMEOUT, min(15, server.timeout)),
            (CURLOPT_TIMEOUT, server.timeout), (CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
        ]
        for (option, value) in numbers { try accept(ccurl_set_long(handle, option, value)) }
        try accept(ccurl_set_list(handle, CURLOPT_MAIL_RCPT, recipients))
        try accept(ccurl_set_silent(handle))
        try trust(handle)
    }

    private func trust(_ handle: UnsafeMutableRawPointer) throws {
        guard let extra = server.authorities else {
            if let system = server.systemAuthorities { try accept(ccurl_set_string(handle, CURLOPT_CAINFO, system)) }
            return
        }
        let system = server.systemAuthorities ?? ccurl_system_authorities(handle).map { String(cString: $0) }
        let bundle = try Authorities.bundle(adding: extra, to: system)
        try accept(ccurl_set_bytes(handle, CURLOPT_CAINFO_BLOB, bundle, bundle.count))
    }

    private func accept(_ status: CURLcode) throws {
        guard status == CURLE_OK else { throw Failure(.broken, "libcurl: \(Self.message(status))") }
    }

    /// - Parameter begun: whether the server had asked for the message: without its answer to that, nobody knows.
    private func failure(_ status: CURLcode, _ reason: String, code: Int, begun: Bool) -> Failure {
        let detail = reason.isEmpty ? Self.message(status) : reason
        let line = detail.split(whereSeparator: \.isNewline).joined(separator: " ").prefix(200)
        let cause = "mail server \(server.host):\(server.port): \(line)"
        if status == CURLE_LOGIN_DENIED { return Failure(.forbidden, cause, words: "wire.mail_refused") }
        if begun, !(400..<600).contains(code) { return Failure(.unavailable, cause, words: "wire.mail_unanswered") }
        let refused = (500..<600).contains(code) && (status == CURLE_SEND_ERROR || status == CURLE_WEIRD_SERVER_REPLY)
        return Failure(refused ? .unusable : .unavailable, cause, words: "wire.mail_refused")
    }

    private static func message(_ status: CURLcode) -> String { String(cString: curl_easy_strerror(status)) }

    private static func text(_ buffer: [CChar]) -> String {
        String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// Where libcurl reads the message from.
private final class MessageSource {
    private let bytes: [UInt8]
    private var position = 0
    var isBegun: Bool { position > 0 }

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func read(into buffer: UnsafeMutablePointer<CChar>, capacity: Int) -> Int {
        let count = min(capacity, bytes.count - position)
        bytes.withUnsafeBytes { source in
            guard count > 0, let start = source.baseAddress else { return }
            UnsafeMutableRawPointer(buffer).copyMemory(from: start + position, byteCount: count)
        }
        position += count
        return count
    }
}

private let readMessage: ccurl_read_function = { buffer, size, count, context in
    guard let buffer, let context else { return 0 }
    return Unmanaged<MessageSource>.fromOpaque(context).takeUnretainedValue().read(into: buffer, capacity: size * count)
}
