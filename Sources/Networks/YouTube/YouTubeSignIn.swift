import Foundation
public import Kernel
public import Wire

/// Signing in at Google for a YouTube channel.
public struct YouTubeSignIn: NetworkSignIn {
    /// The second writes, changes and deletes videos, captions and comments over TLS only, and reads them.
    public static let scopes = [
        "https://www.googleapis.com/auth/youtube.upload", "https://www.googleapis.com/auth/youtube.force-ssl",
    ]

    private let oauth: GoogleOAuth

    public init(
        _ application: NetworkApplication, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system
    ) {
        oauth = GoogleOAuth(
            application: application, endpoints: endpoints, http: http, clock: clock, scopes: Self.scopes)
    }

    public func page(callback: String, state: String, verifier: String) -> String {
        oauth.page(callback: callback, state: state, verifier: verifier)
    }

    public func credentials(code: String, callback: String, verifier: String) async throws -> Credentials {
        try await oauth.credentials(code: code, callback: callback, verifier: verifier)
    }

    /// The channels of the person; `subject` is the channel's number.
    public func places(_ person: Credentials) async throws -> [NetworkPlace] {
        let line = YouTubeInterface.line(
            token: person.access, endpoints: oauth.endpoints, http: oauth.http, clock: oauth.clock)
        let json = try await line.get(
            "/youtube/v3/channels", [("part", "snippet"), ("mine", "true"), ("maxResults", "50")]
        ).json
        return json["items"].elements.compactMap { channel in
            guard let id = Fields.id(channel["id"].string) else { return nil }
            let title = Fields.text(channel["snippet"]["title"].string ?? id)
            let handle = channel["snippet"]["customUrl"].string ?? title
            var credentials = person
            credentials.subject = id
            return NetworkPlace(
                name: String(title.prefix(200)), handle: handle.hasPrefix("@") ? String(handle.dropFirst()) : handle,
                url: "https://www.youtube.com/channel/\(API.escaped(id))", credentials: credentials)
        }
    }

    public func refresh(_ credentials: Credentials) async throws -> Credentials {
        try await oauth.refresh(credentials)
    }
}
