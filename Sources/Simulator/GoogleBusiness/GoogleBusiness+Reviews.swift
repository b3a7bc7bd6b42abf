import Kernel

/// https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews
extension GoogleBusiness {
    private static let stars = ["STAR_RATING_UNSPECIFIED", "ONE", "TWO", "THREE", "FOUR", "FIVE"]

    func reviews(_ call: Call, _ world: inout World) throws -> Answer {
        let place = try self.place(call, world)
        var all = world.items.filter {
            $0.network == .google && $0.account == place.id && $0.kind == .review && $0.deletedAt == nil
        }
        switch call.query["orderBy"] {
        case "rating": all.sort { ($0.rating ?? 0) < ($1.rating ?? 0) }
        case "rating desc": all.sort { ($0.rating ?? 0) > ($1.rating ?? 0) }
        default: all.sort { $0.updatedAt > $1.updatedAt }
        }
        guard !all.isEmpty else { return Answer([:]) }
        let size = min(max(call.query.number("pageSize") ?? 50, 1), 50)
        let from = call.query.start("pageToken", after: "AB")
        let part = Array(all.dropFirst(from).prefix(size))
        for review in part { look(review.id, &world) }
        let average = Double(all.reduce(0) { $0 + ($1.rating ?? 0) }) / Double(all.count)
        var answer: [String: Value] = [
            "reviews": .list(part.map { shown($0, place, world) }),
            "averageRating": .fraction((average * 10).rounded() / 10), "totalReviewCount": .number(all.count),
        ]
        if from + part.count < all.count { answer["nextPageToken"] = .text("AB\(from + part.count)") }
        return Answer(.fields(answer))
    }

    private func mine(_ call: Call, _ world: World) throws -> (Item, SimulatedAccount) {
        let place = try self.place(call, world)
        guard let review = world.item(.google, call.place("review")), review.kind == .review, review.account == place.id
        else { throw refuse(.missing(call.place("review")), call) }
        return (review, place)
    }

    func review(_ call: Call, _ world: inout World) throws -> Answer {
        let (review, place) = try mine(call, world)
        look(review.id, &world)
        return Answer(shown(review, place, world))
    }

    private func answerPlace(to review: String, _ world: World) -> Int? {
        world.items.lastIndex { $0.network == .google && $0.parent == review && $0.deletedAt == nil }
    }

    /// A look, which brings our answer nearer to its verdict.
    private func look(_ review: String, _ world: inout World) {
        guard let place = answerPlace(to: review, world), world.items[place].standing == .processing else { return }
        if world.items[place].pollsLeft > 0 {
            world.items[place].pollsLeft -= 1
        } else {
            world.items[place].standing = world.items[place].extra["verdict"] == "REJECTED" ? .rejected : .live
        }
    }

    private func shown(_ review: Item, _ place: SimulatedAccount, _ world: World) -> Value {
        let answer = answerPlace(to: review.id, world).map { world.items[$0] }
        return Value(there: [
            "name": .text("\(Self.path(place))/reviews/\(review.id)"), "reviewId": .text(review.id),
            "reviewer": ["displayName": .text(review.author), "isAnonymous": false],
            "starRating": .text(Self.stars[min(max(review.rating ?? 0, 0), 5)]),
            "comment": review.text.isEmpty ? .null : .text(review.text),
            "createTime": .text(review.createdAt.fractional), "updateTime": .text(review.updatedAt.fractional),
            "reviewReply": answer.map { shown($0) } ?? .null,
        ])
    }

    private func shown(_ answer: Item) -> Value {
        let state =
            switch answer.standing {
            case .rejected: "REJECTED"
            case .processing: "PENDING"
            default: "APPROVED"
            }
        return Value(there: [
            "comment": .text(answer.text), "updateTime": .text(answer.updatedAt.fractional),
            "reviewReplyState": .text(state),
            "policyViolation": answer.standing == .rejected ? answer.extra["violation"] ?? .null : .null,
        ])
    }

    /// Makes our answer, or puts another in its place: a review has one.
    func reply(_ call: Call, _ world: inout World) throws -> Answer {
        let (review, place) = try mine(call, world)
        guard let comment = call.json["comment"].text, !comment.isEmpty, comment.utf8.count <= 4_096 else {
            throw refuse(.malformed("Request contains an invalid argument: comment."), call)
        }
        var item: Item
        let index = answerPlace(to: review.id, world)
        if let index {
            item = world.items[index]
            item.rewrite(comment, at: call.now)
        } else {
            item = Item(
                id: world.number("43"), on: place, .reply, text: comment, parent: review.id, root: review.id,
                at: call.now)
        }
        let polls = call.stance.polls ?? 0
        item.extra["verdict"] = .text(call.stance.rejects ? "REJECTED" : "APPROVED")
        item.extra["violation"] = "OFF_TOPIC"
        (item.pollsLeft, item.standing) = (polls, polls > 0 ? .processing : call.stance.rejects ? .rejected : .live)
        if let index { world.items[index] = item } else { world.add(item) }
        return Answer(shown(item))
    }

    func deleteReply(_ call: Call, _ world: inout World) throws -> Answer {
        let (review, _) = try mine(call, world)
        guard let index = answerPlace(to: review.id, world) else { throw refuse(.missing("reply"), call) }
        world.items[index].deletedAt = call.now
        return Answer([:])
    }
}
