import Calendars
import Channels
import Foundation
import Kernel
import Networks
import Storage

/// What a metered network has cost this month, held against what may be spent: counted before the call, with a hard stop.
struct Budget: Sendable {
    let desk: PublishingDesk

    /// Thousandths of a US cent a month, as somebody set it; nothing is spent where nobody has.
    static func limit(_ network: Network, in connection: any Connection) throws -> Int {
        try Settings.value("publishing.budget.\(network.rawValue)", in: connection).flatMap { Int($0) } ?? 0
    }

    static func set(_ network: Network, _ millicents: Int, in connection: any Connection) throws {
        try Settings.set("publishing.budget.\(network.rawValue)", String(max(0, millicents)), in: connection)
    }

    static func spent(_ network: Network, _ month: String, in connection: any Connection) throws -> Int {
        try connection.one(
            "SELECT millicents FROM spending WHERE network = $1 AND month = $2", [network, month])?.int("millicents")
            ?? 0
    }

    /// `2026-11`, on the hospital's calendar.
    var month: String { String(Day(desk.clock.now(), in: desk.zone).text.prefix(7)) }

    /// Puts the price of one message on this month's account.
    /// - Throws: `Held(.budget)` when it would go over what may be spent; nothing is put down then.
    func spend(on made: Composition) async throws {
        let network = made.channel.network
        guard let limits = desk.limits.limits(for: network),
            let price = PostPrice.usd(
                PreflightFace(
                    network: network, text: made.parcel.text,
                    media: made.parcel.role == .post
                        ? made.post.content.media(of: made.face).map {
                            PreflightMedia(.image, mime: "", bytes: 0, alt: $0.alt)
                        } : []), limits), price > 0
        else { return }
        let month = month
        let fits = try await desk.database.write { try Self.put(price, network, month, in: $0) }
        guard fits else { throw Held(.budget, "this month's budget for \(network.rawValue) is spent") }
    }
    /// False, and nothing put down, when it would go over what may be spent.
    static func put(_ price: Int, _ network: Network, _ month: String, in connection: any Connection) throws -> Bool {
        guard try spent(network, month, in: connection) + price <= limit(network, in: connection) else { return false }
        try connection.execute(
            """
            INSERT INTO spending (network, month, millicents) VALUES ($1, $2, $3)
            ON CONFLICT (network, month) DO UPDATE SET millicents = spending.millicents + excluded.millicents
            """, [network, month, price])
        return true
    }
}
