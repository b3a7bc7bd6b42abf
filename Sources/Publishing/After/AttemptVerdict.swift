import Kernel
import Networks

/// What an attempt's answer means, for a message that leaves and for one that is changed afterwards alike.
enum AttemptVerdict: Sendable {
    case sent(Sent)
    case unknown(String)
    /// Not now: nothing was done, and it is tried again.
    case later(asked: Double?, cause: String)
    case refused(Parcel.Reason, String)
    /// The token itself is taken no more.
    case expired(Failure)

    init(_ sending: Sending, _ connector: any Connector) async {
        switch sending {
        case .sent(let sent): self = .sent(sent)
        case .unknown(let cause): self = .unknown(cause)
        case .refused(let failure, let said, let wait):
            switch failure.kind {
            case .tooMany: self = .later(asked: wait ?? 60, cause: failure.cause)
            case .unavailable: self = .later(asked: wait, cause: failure.cause)
            case .conflict: self = .refused(.duplicate, said ?? failure.cause)
            case .forbidden where await Self.isExpired(connector): self = .expired(failure)
            default: self = .refused(.network, said ?? failure.cause)
            }
        }
    }

    /// Whether the token itself is refused, and not this one publication.
    private static func isExpired(_ connector: any Connector) async -> Bool {
        do {
            _ = try await connector.account()
            return false
        } catch { return (error as? Failure)?.kind == .forbidden }
    }
}
