import Hummingbird
import HTTPTypes

/// Headers that every answer carries. Nothing is inline and nothing comes from elsewhere, so the policy needs no nonce.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = RequestState
    let settings: WebSettings

    static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
        "require-trusted-types-for 'script'", "trusted-types resonance",
    ].joined(separator: "; ")

    @concurrent
    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        apply(to: &response.headers)
        response.headers[.requestID] = context.requestID
        return response
    }

    func apply(to headers: inout HTTPFields) {
        headers[.contentSecurityPolicy] = Self.policy
        headers[.xContentTypeOptions] = "nosniff"
        headers[.frameOptions] = "DENY"
        headers[.referrerPolicy] = "same-origin"
        headers[.permissionsPolicy] =
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=(), interest-cohort=()"
        headers[.openerPolicy] = "same-origin"
        headers[.resourcePolicy] = "same-origin"
        if headers[.robots] == nil { headers[.robots] = "noindex, nofollow" }
        if settings.secure { headers[.strictTransportSecurity] = "max-age=63072000; includeSubDomains" }
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
    }
}
