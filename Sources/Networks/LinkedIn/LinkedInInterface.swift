import Foundation
import Kernel
import Wire

/// LinkedIn's versioned interface (`https://api.linkedin.com/rest`), spoken in the name of one organisation
/// (https://learn.microsoft.com/linkedin/marketing/community-management/community-management-overview).
struct LinkedInInterface: Sendable {
    let line: NetworkLine
    /// `urn:li:organization:123`.
    let organisation: String
    let clock: Clock

    init(_ credentials: Credentials, endpoints: Endpoints, http: HTTP, clock: Clock) {
        var headers =
            Mark(LinkedInVersion.current).map { [(name: "linkedin-version" as StaticString, value: $0)] } ?? []
        if let restli = Mark("2.0.0") { headers.append((name: "x-restli-protocol-version", value: restli)) }
        line = NetworkLine(
            http: http, base: endpoints.linkedin + "/rest", token: credentials.access, headers: headers, clock: clock,
            table: LinkedInErrors.read)
        let subject = credentials.subject
        organisation = subject.hasPrefix("urn:") ? subject : "urn:li:organization:\(subject)"
        self.clock = clock
    }

    /// The organisation's number.
    var number: String { organisation.split(separator: ":").last.map(String.init) ?? "" }

    static func method(_ name: String) -> [(name: StaticString, value: Mark)] {
        Mark(name).map { [(name: "x-restli-method" as StaticString, value: $0)] } ?? []
    }

    func account() async throws -> SenderAccount {
        let json = try await line.get("/organizations/\(API.escaped(number))").json
        guard let id = json["id"].identifier, id == number else {
            throw Failure(
                .forbidden, "\(line.host): this token does not open that page", words: "networks.needs_right")
        }
        let name = Fields.text(json["localizedName"].string ?? id)
        return SenderAccount(id: id, handle: json["vanityName"].string ?? id, name: String(name.prefix(200)))
    }

    /// Our latest posts; `start` counts from the newest.
    func posts(start: Int, count: Int) async throws -> [JSON] {
        try await line.get(
            "/posts",
            [
                ("author", organisation), ("q", "author"), ("count", String(count)), ("start", String(start)),
                ("sortBy", "CREATED"),
            ]
        ).json["elements"].elements
    }

    /// Milliseconds since 1970.
    static func moment(_ json: JSON, now: Instant) -> Instant? {
        guard let milliseconds = json.int, (631_152_000_000...9_000_000_000_000).contains(milliseconds) else {
            return nil
        }
        let moment = Instant(microseconds: Int64(milliseconds) * 1_000)
        return moment < now.adding(days: 1) ? moment : nil
    }

    /// Where anybody reads it.
    static func link(_ urn: String) -> String { "https://www.linkedin.com/feed/update/\(urn)/" }
}
