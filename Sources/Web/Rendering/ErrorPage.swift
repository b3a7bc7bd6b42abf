import Foundation
import Hummingbird
import HTTPTypes
import Kernel
import Logging

/// What a visitor sees when it did not work: what happened, what to do, and the request's number.
struct ErrorPage {
    let site: Site
    let request: Request
    let state: RequestState

    struct Value: Encodable {
        let status: Int
        let title: String
        let text: String
        let requestID: String
        let signIn: Bool
    }

    func response(to error: any Error) -> Response {
        var failure = Self.failure(error)
        var headers = HTTPFields()
        if failure.kind == .notFound, state.endpointPath == "NotFound" {
            let methods = site.routes.methods(at: request.uri.path)
            if !methods.isEmpty {
                headers[.allow] = methods.joined(separator: ", ")
                failure = Failure(.unusable, "method not allowed", words: "web.failure_method")
            }
        }
        log(failure)
        if failure.kind == .signedOut, wantsPage {
            let next = request.method == .get ? request.uri.string : "/"
            return Response(status: .seeOther, headers: [.location: "/sign-in?next=\(Query.encode(next))"])
        }
        var response = draw(failure, status: headers[.allow] == nil ? Self.status(failure.kind) : .methodNotAllowed)
        if failure.kind == .tooMany { headers[.retryAfter] = "60" }
        response.headers.append(contentsOf: headers)
        return response
    }

    private var wantsPage: Bool {
        let accept = request.headers[.accept] ?? ""
        return accept.isEmpty || accept.contains("text/html") || accept.contains("*/*")
    }

    private func draw(_ failure: Failure, status: HTTPResponse.Status) -> Response {
        let words = site.words
        let kind = failure.kind.rawValue
        let text = words(failure.words ?? "web.failure_\(kind)", state.tongue)
        if !wantsPage || request.uri.path.hasPrefix("/assets/") {
            return Response(
                status: status, headers: [.contentType: "text/plain; charset=utf-8"],
                body: .init(byteBuffer: .init(string: "\(text)\n\(state.requestID)\n")))
        }
        let value = Value(
            status: status.code, title: words("web.failure_\(kind)_title", state.tongue), text: text,
            requestID: state.requestID, signIn: state.visitor == nil)
        do {
            return try Page.render("web/failure", value, PageContext(site, request, state), status: status)
        } catch {
            state.logger.error("the error page cannot be drawn", metadata: ["cause": "\(error)"])
            return Response(status: status, body: .init(byteBuffer: .init(string: text)))
        }
    }

    private func log(_ failure: Failure) {
        let level: Logger.Level =
            switch failure.kind {
            case .broken, .unavailable: .error
            default: .debug
            }
        state.logger.log(level: level, "request failed", metadata: ["cause": "\(failure.cause)"])
    }

    static func failure(_ error: any Error) -> Failure {
        switch error {
        case let failure as Failure: failure
        case let error as HTTPError where error.status == .notFound: Failure(.notFound, "no such page")
        case let error as HTTPError where error.status == .contentTooLarge: Failure(.tooLarge, "body too large")
        case let error as HTTPError where error.status.kind == .clientError: Failure(.unusable, "\(error)")
        case is CancellationError: Failure(.unavailable, "the request was cancelled")
        default: Failure(.broken, "\(error)")
        }
    }

    static func status(_ kind: Failure.Kind) -> HTTPResponse.Status {
        switch kind {
        case .unusable: .badRequest
        case .signedOut: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .conflict: .conflict
        case .tooLarge: .contentTooLarge
        case .tooMany: .tooManyRequests
        case .broken: .internalServerError
        case .unavailable: .serviceUnavailable
        }
    }
}
