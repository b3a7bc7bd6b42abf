import Kernel

/// Counts money before X is asked for something that it bills. Called with the most that the question may cost, in
/// millicents (a hundred thousand to the US dollar); what it did not cost is given back afterwards by a negative amount.
/// What it throws stops the question.
public typealias XSpending = @Sendable (_ millicents: Int) async throws -> Void

/// What X asks for one thing that it gives, in millicents of a US dollar
/// (https://docs.x.com/x-api/getting-started/pricing, read on 2026-08-22).
public struct XPrices: Sendable, Equatable {
    public let post: Int
    public let user: Int

    public init(post: Int, user: Int) { (self.post, self.user) = (post, user) }

    public static let full = XPrices(post: 500, user: 1_000)
    /// Of our own posts and mentions, where the account that owns the application asks for itself.
    public static let owned = XPrices(post: 100, user: 100)
}
