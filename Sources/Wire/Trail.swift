import Kernel

/// The way from the address that was asked for to the one that answers.
struct Trail: Sendable {
    let start: WebAddress
    private(set) var here: WebAddress
    /// Where the first, unbroken run of permanent redirects leads.
    private(set) var permanent: WebAddress?
    private var onlyPermanent = true
    private var steps = 0
    private let most: Int

    init(start: WebAddress, most: Int) {
        self.start = start
        self.most = most
        here = start
    }

    /// Takes one redirect. Throws `Failure` when there were too many, when it names no usable address, or when it
    /// leads from `https` back to `http` (unless the walk began at that very site in `http`).
    mutating func step(status: Int, location: String?) throws {
        steps += 1
        guard steps <= most else {
            throw Failure(.unavailable, "\(start.host) redirects more than \(most) times", words: "wire.redirect_loop")
        }
        guard let location, !location.isEmpty else {
            throw Failure(.unavailable, "\(here.host) redirects to nowhere", words: "wire.bad_redirect")
        }
        let next = try here.resolving(location)
        if here.scheme == .https, next.scheme == .http {
            guard start.scheme == .http, start.host == next.host else {
                throw Failure(.forbidden, "\(here.host) redirects from https to http", words: "wire.bad_redirect")
            }
        }
        onlyPermanent = onlyPermanent && (status == 301 || status == 308)
        if onlyPermanent { permanent = next }
        here = next
    }
}
