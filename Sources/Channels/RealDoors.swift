import Kernel
import Networks

// The networks that we speak to, each by its own folder of `Networks`: another one is another line here.
extension NetworkDoors {
    public static let real = NetworkDoors([
        .mastodon: mastodon, .bluesky: bluesky, .facebook: facebook, .instagram: instagram, .threads: threads, .x: x,
        .youtube: youtube, .linkedin: linkedin, .google: google,
    ])

    private static let mastodon = NetworkDoor(
        signIn: { application, server, _, http, clock in
            try MastodonDoor(on: server, application, http: http, clock: clock)
        },
        connector: {
            try MastodonConnector(on: $0.server, credentials: $0.credentials, http: $0.http, clock: $0.clock)
        },
        // What is said to it is a source of Listening's own.
        sender: { try MastodonSender(on: $0.server, token: $0.credentials.access, http: $0.http, clock: $0.clock) })

    private static let bluesky = NetworkDoor(
        signIn: { _, server, _, http, clock in try BlueskySession(on: server, http: http, clock: clock) },
        connector: {
            try BlueskyConnector(on: $0.server, credentials: $0.credentials, http: $0.http, clock: $0.clock)
        },
        sender: { try BlueskySender(on: $0.server, credentials: $0.credentials, http: $0.http, clock: $0.clock) })

    private static let facebook = NetworkDoor(
        signIn: { FacebookSignIn(application: $0, endpoints: $2, http: $3, clock: $4) },
        connector: {
            FacebookConnector(credentials: $0.credentials, endpoints: $0.endpoints, http: $0.http, clock: $0.clock)
        },
        sender: {
            FacebookSender(credentials: $0.credentials, endpoints: $0.endpoints, http: $0.http, clock: $0.clock)
        },
        reader: {
            FacebookReader(credentials: $0.credentials, endpoints: $0.endpoints, http: $0.http, clock: $0.clock)
        })

    private static let instagram = NetworkDoor(
        signIn: { InstagramSignIn(application: $0, endpoints: $2, http: $3, clock: $4) },
        connector: {
            InstagramConnector(credentials: $0.credentials, endpoints: $0.endpoints, http: $0.http, clock: $0.clock)
        },
        sender: {
            InstagramSender(credentials: $0.credentials, endpoints: $0.endpoints, http: $0.http, clock: $0.clock)
        },
        reader: {
            InstagramReader(credentials: $0.credentials, endpoints: $0.endpoints, http: $0.http, clock: $0.clock)
        })

    private static let threads = NetworkDoor(
        signIn: { ThreadsSignIn(application: $0, endpoints: $2, http: $3, clock: $4) },
        connector: {
            ThreadsConnector(credentials: $0.credentials, endpoints: $0.endpoints, http: $0.http, clock: $0.clock)
        },
        sender: {
            ThreadsSender(credentials: $0.credentials, endpoints: $0.endpoints, http: $0.http, clock: $0.clock)
        },
        reader: {
            ThreadsReader(credentials: $0.credentials, endpoints: $0.endpoints, http: $0.http, clock: $0.clock)
        })

    /// Reading X is paid for: nothing is read there by itself.
    private static let x = NetworkDoor(
        signIn: { XSignIn($0, endpoints: $2, http: $3, clock: $4) },
        connector: {
            XConnector(credentials: $0.credentials, endpoints: $0.endpoints, http: $0.http, clock: $0.clock)
        })

    private static let youtube = NetworkDoor(
        signIn: { YouTubeSignIn($0, endpoints: $2, http: $3, clock: $4) },
        connector: {
            YouTubeConnector(credentials: $0.credentials, endpoints: $0.endpoints, http: $0.http, clock: $0.clock)
        },
        sender: {
            YouTubeSender(credentials: $0.credentials, endpoints: $0.endpoints, http: $0.http, clock: $0.clock)
        },
        reader: {
            YouTubeReader(credentials: $0.credentials, endpoints: $0.endpoints, http: $0.http, clock: $0.clock)
        })

    private static let linkedin = NetworkDoor(
        signIn: { LinkedInSignIn($0, endpoints: $2, http: $3, clock: $4) },
        connector: {
            LinkedInConnector(credentials: $0.credentials, endpoints: $0.endpoints, http: $0.http, clock: $0.clock)
        },
        sender: {
            LinkedInSender(credentials: $0.credentials, endpoints: $0.endpoints, http: $0.http, clock: $0.clock)
        },
        reader: {
            LinkedInReader(credentials: $0.credentials, endpoints: $0.endpoints, http: $0.http, clock: $0.clock)
        })

    private static let google = NetworkDoor(
        signIn: { GoogleBusinessSignIn($0, endpoints: $2, http: $3, clock: $4) },
        connector: {
            GoogleBusinessConnector(
                credentials: $0.credentials, endpoints: $0.endpoints, http: $0.http, clock: $0.clock)
        },
        sender: {
            GoogleBusinessSender(
                credentials: $0.credentials, endpoints: $0.endpoints, http: $0.http, clock: $0.clock)
        },
        reader: {
            GoogleBusinessReader(
                credentials: $0.credentials, endpoints: $0.endpoints, http: $0.http, clock: $0.clock)
        })
}
