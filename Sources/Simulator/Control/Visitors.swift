import Kernel

/// What visitors do.
extension World {
    private func moment(_ clock: Clock) -> Instant { clock.now().adding(seconds: ahead) }

    mutating func say(
        _ text: String, by author: String, under id: String?, on network: SimulatedNetwork, account: String?,
        at clock: Clock
    ) throws -> String {
        let now = moment(clock)
        guard !text.isEmpty, text.utf8.count <= 20_000, !author.isEmpty, author.utf8.count <= 200 else {
            throw Failure(.unusable, "a visitor needs a name and a text")
        }
        guard let id else { return try mention(text, by: author, on: network, account: account, at: now) }
        let target = item(network, id) ?? items.last { $0.network == network && $0.extra["video"]?.text == id }
        guard let target, target.deletedAt == nil, let house = self.account(network, target.account) else {
            throw Failure(.notFound, "nothing stands under that number on \(network.rawValue)")
        }
        guard target.kind != .review else { throw Failure(.unusable, "visitors do not answer reviews") }
        let item = Item(
            id: number(of: .comment, on: network, under: target, at: now), on: house, .comment, own: false,
            author: author,
            authorID: visitor(author, network), text: text, parent: target.id, root: target.root ?? target.id, at: now)
        add(item)
        return item.id
    }

    /// A post of a visitor's own that names one of our accounts.
    private mutating func mention(
        _ text: String, by author: String, on network: SimulatedNetwork, account: String?, at now: Instant
    ) throws -> String {
        guard let house = accounts.first(where: { $0.network == network && (account == nil || $0.id == account) })
        else {
            throw Failure(.notFound, "no such account on \(network.rawValue)")
        }
        let item = Item(
            id: number(of: .comment, on: network, under: nil, at: now), on: house, .comment, own: false,
            author: author,
            authorID: visitor(author, network), text: text, at: now)
        add(item)
        return item.id
    }

    mutating func review(
        _ text: String, stars: Int, by author: String, of account: String, on network: SimulatedNetwork, at clock: Clock
    ) throws -> String {
        guard [.facebook, .google].contains(network) else {
            throw Failure(.unusable, "\(network.rawValue) has no reviews")
        }
        guard let house = self.account(network, account) else {
            throw Failure(.notFound, "no such account on \(network.rawValue)")
        }
        guard (1...5).contains(stars), text.utf8.count <= 20_000, (1...200).contains(author.utf8.count) else {
            throw Failure(.unusable, "a review has one to five stars and an author")
        }
        let now = moment(clock)
        var item = Item(
            id: number(of: .review, on: network, under: nil, at: now), on: house, .review, own: false, author: author,
            authorID: visitor(author, network), text: text, at: now)
        item.rating = stars
        add(item)
        return item.id
    }

    mutating func retract(_ id: String, on network: SimulatedNetwork, at clock: Clock) throws {
        let now = moment(clock)
        guard let item = item(network, id), !item.own else {
            throw Failure(.notFound, "no visitor said that on \(network.rawValue)")
        }
        remove(network, id, at: now)
        announce(item, .removed, at: now)
    }

    /// The same visitor has the same number.
    private func visitor(_ name: String, _ network: SimulatedNetwork) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ seed
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(1_000_000_000_000_000 + hash % 9_000_000_000_000_000)
        return network == .youtube ? "UC" + digits + "visitr" : digits
    }

    private mutating func number(
        of kind: Item.Kind, on network: SimulatedNetwork, under target: Item?, at now: Instant
    ) -> String {
        switch network {
        case .facebook:
            guard let target else { return "\(number("3"))_\(number("4"))" }
            return "\((target.root ?? target.id).split(separator: "_").last ?? "")_\(number("9"))"
        case .instagram, .threads: return number(network == .threads ? "18" : "17")
        case .x, .linkedin: return snowflake(now)
        case .youtube:
            guard let target, target.kind == .comment else { return word(26) }
            return "\(target.id).\(word(22))"
        case .google: return "AbFvOqm" + word(40)
        }
    }
}
