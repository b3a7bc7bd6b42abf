public import Hummingbird
import Logging
import Kernel
import NIOCore

/// Hummingbird's own context. Handlers never see it: they get a `PageContext` or a `SignedInContext`.
public struct RequestState: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// The address at the other end of the socket.
    let peer: String?
    var visitor: SignedIn?
    var tongue: Tongue = .french

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.ipAddress
    }

    /// The request's number, found in the log and on error pages.
    var requestID: String { logger[metadataKey: "hb.request.id"]?.description ?? "-" }

    /// Where the visitor comes from, for rate limits; never logged. A proxy's word is taken only if it is ours.
    func address(of request: Request, _ settings: WebSettings) -> String {
        if settings.behindProxy, let forwarded = request.headers[.xForwardedFor],
            let last = forwarded.split(separator: ",").last
        {
            return last.trimmingPrefix(while: { $0 == " " }).description
        }
        return peer ?? "unknown"
    }
}
