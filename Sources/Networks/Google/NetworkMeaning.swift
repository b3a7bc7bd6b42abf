import Kernel

/// What a network means by its no. Each network's table says which of its codes means what.
enum NetworkMeaning: Sendable, Equatable {
    /// The token opens nothing any more.
    case dead
    /// The token lives, and a right is missing.
    case right
    /// The account's owner has to put something right in the network's own application first.
    case restricted
    /// Too often: seconds to wait where the answer does not say.
    case wait(Double)
    /// What a day or a month allows is used up: seconds until it begins again, whatever the answer says.
    case quota(Double)
    /// Whoever owns the application has to pay first.
    case unpaid
    /// The same is published already.
    case duplicate
    /// It is not there (any more).
    case gone
    /// What was uploaded is forgotten: it is prepared again, from the beginning.
    case stale
    case media
    case tooLong
    /// The version of the interface that we speak is not answered any more.
    case oldVersion
    /// Our own application is not what the network knows.
    case application
    /// It may have been said after the deed.
    case doubtful
    /// Refused for good.
    case refused

    var kind: (Failure.Kind, String) {
        switch self {
        case .dead: (.forbidden, "wire.refused")
        case .right: (.forbidden, "networks.needs_right")
        case .restricted: (.forbidden, "networks.account_restricted")
        case .wait, .quota: (.tooMany, "wire.asked_to_wait")
        case .unpaid: (.forbidden, "networks.unpaid")
        case .duplicate: (.conflict, "networks.duplicate")
        case .gone: (.notFound, "networks.no_status")
        case .stale: (.notFound, "networks.upload_lost")
        case .doubtful: (.unavailable, "wire.unavailable")
        case .media: (.unusable, "networks.media_refused")
        case .tooLong: (.tooLarge, "networks.too_long")
        case .oldVersion: (.unusable, "networks.old_version")
        case .application: (.unusable, "networks.wrong_application")
        case .refused: (.unusable, "networks.refused")
        }
    }
}
