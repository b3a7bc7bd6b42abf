import Foundation
public import Hummingbird
import HTTPTypes

/// The one cookie. There is none before sign-in.
public enum SessionCookie {
    /// `__Host-` binds it to this host and to TLS (RFC 6265bis); a laptop without TLS has to do without.
    static func name(_ settings: WebSettings) -> String { settings.secure ? "__Host-resonance" : "resonance" }

    /// The token that the request carries; nil when absent or absurdly long.
    public static func token(in request: Request, _ settings: WebSettings) -> String? {
        let name = Self.name(settings)
        for header in request.headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                guard parts.count == 2, parts[0].drop(while: { $0 == " " }) == name else { continue }
                let value = parts[1].prefix { $0 != " " }
                return (16...256).contains(value.utf8.count) ? String(value) : nil
            }
        }
        return nil
    }

    /// `response` that hands over a new session's token; `seconds` is its longest life.
    public static func set(_ token: String, seconds: Int, on response: Response, _ settings: WebSettings) -> Response {
        with("\(name(settings))=\(token); Path=/; Max-Age=\(seconds)", response, settings)
    }

    /// `response` that forgets the session.
    public static func clear(on response: Response, _ settings: WebSettings) -> Response {
        with("\(name(settings))=; Path=/; Max-Age=0", response, settings)
    }

    private static func with(_ pair: String, _ response: Response, _ settings: WebSettings) -> Response {
        var response = response
        response.headers.append(
            HTTPField(
                name: .setCookie, value: "\(pair); HttpOnly; SameSite=Lax" + (settings.secure ? "; Secure" : "")))
        return response
    }
}
