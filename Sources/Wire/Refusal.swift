import AsyncHTTPClient
import Foundation
import Kernel
import NIOCore
import NIOPosix
import NIOSSL

/// Turns what libraries and servers say into one clear line.
enum Refusal {
    /// No connection was made, nothing was sent: another address may be tried.
    struct Unconnected: Error { let cause: any Error }

    /// What the one who receives the answer threw: not ours to reword.
    struct Foreign: Error { let cause: any Error }

    /// The connection ended before the first byte of an answer, as a kept one does when the server closed it at the
    /// instant that it was taken again. What was asked may have been done: only a request without effect is made again
    /// (RFC 9110 section 9.2.2, RFC 9112 section 9.3.1).
    struct Dropped: Error { let cause: any Error }

    static func marking<T>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error where isBeforeConnection(error) {
            throw Unconnected(cause: error)
        } catch let error where isDrop(error) {
            throw Dropped(cause: error)
        }
    }

    private static func isBeforeConnection(_ error: any Error) -> Bool {
        if let error = error as? HTTPClientError { return error == .connectTimeout }
        if let error = error as? IOError {
            return [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ENETDOWN, EADDRNOTAVAIL, ETIMEDOUT]
                .contains(error.errnoCode)
        }
        if let error = error as? ChannelError {
            if case .connectTimeout = error { return true }
            return false
        }
        return error is NIOConnectionError
    }

    /// Whether this can only have happened before a byte of the request left: what is in doubt is not.
    static func isSurelyUnsent(_ error: any Error) -> Bool {
        if let error = error as? HTTPClientError {
            return [.connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout].contains(error)
        }
        if let error = error as? IOError { return error.errnoCode == ECONNREFUSED }
        if let error = error as? NIOSSLError, case .handshakeFailed = error { return true }
        if let error = error as? ChannelError, case .connectTimeout = error { return true }
        return error is NIOSSLExtraError || error is NIOConnectionError || error is Failure
    }

    private static func isDrop(_ error: any Error) -> Bool {
        if let error = error as? HTTPClientError { return error == .remoteConnectionClosed }
        if let error = error as? IOError { return [ECONNRESET, EPIPE].contains(error.errnoCode) }
        return error is ChannelError
    }

    /// The failure that an answer's status stands for.
    static func failure(_ address: WebAddress, _ status: Int) -> Failure {
        let cause = "\(address.host) answered HTTP \(status)"
        switch status {
        case 401, 403: return Failure(.forbidden, cause, words: "wire.refused")
        case 404: return Failure(.notFound, cause, words: "wire.not_found")
        case 410: return Failure(.notFound, cause, words: "wire.gone")
        case 429: return Failure(.tooMany, cause, words: "wire.asked_to_wait")
        case 400..<500: return Failure(.unusable, cause, words: "wire.refused")
        default: return Failure(.unavailable, cause, words: "wire.unavailable")
        }
    }

    /// `error` as a `Failure` of one line; a cancellation stays one.
    static func readable(_ error: any Error, host: String) -> any Error {
        if let foreign = error as? Foreign { return foreign.cause }
        if let dropped = error as? Dropped { return readable(dropped.cause, host: host) }
        if error is Failure || error is CancellationError { return error }
        if let error = error as? HTTPClientError {
            if error == .cancelled { return CancellationError() }
            return unavailable("\(host): \(plain(error))")
        }
        if error is NIOSSLError || error is NIOSSLExtraError || error is BoringSSLError {
            return Failure(
                .unavailable, "\(host): no secure connection (\(line(error)))", words: "wire.bad_certificate")
        }
        if let error = error as? IOError {
            return unavailable("\(host): \(String(cString: strerror(error.errnoCode)))")
        }
        if error is ChannelError { return unavailable("\(host): closed the connection") }
        if error is NIOConnectionError { return unavailable("\(host) did not accept the connection") }
        return unavailable("\(host): \(line(error))")
    }

    private static func unavailable(_ cause: String) -> Failure {
        Failure(.unavailable, cause, words: "wire.unavailable")
    }

    private static func plain(_ error: HTTPClientError) -> String {
        switch error {
        case .connectTimeout: "did not accept the connection in time"
        case .tlsHandshakeTimeout: "did not finish the TLS handshake in time"
        case .remoteConnectionClosed: "closed the connection"
        case .deadlineExceeded: "did not answer in time"
        default: line(error)
        }
    }

    private static func line(_ error: any Error) -> String {
        let text = String(describing: error).split(whereSeparator: \.isNewline).joined(separator: " ")
        return String(text.prefix(200))
    }
}
