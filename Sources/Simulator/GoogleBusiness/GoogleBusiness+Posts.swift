import Foundation
import Kernel

/// https://developers.google.com/my-business/reference/rest/v4/accounts.locations.localPosts
extension GoogleBusiness {
    private static let topics: Set<String> = ["STANDARD", "EVENT", "OFFER", "ALERT"]
    private static let actions: Set<String> = ["BOOK", "ORDER", "SHOP", "LEARN_MORE", "SIGN_UP", "CALL"]

    func create(_ call: Call, _ town: Town) async throws -> Answer {
        let place = try town.read { try self.place(call, $0) }
        let post = call.json
        try check(post, call)
        var media: [Item.Shown] = []
        for medium in post["media"].list.prefix(10) {
            guard let address = medium["sourceUrl"].text,
                let reply = try? await LoopbackClient.send(address, most: 30 << 20), reply.status == 200
            else { throw refuse(.malformed("The photo could not be fetched from its sourceUrl."), call) }
            let file = town.change { world -> StoredFile? in
                let id = world.keep(reply.body, type: reply.header("content-type"), at: call.now)
                return world.files[id]
            }
            guard let file, file.isPicture else {
                throw refuse(.malformed("The photo is not one that can be shown."), call)
            }
            media.append(Item.Shown(file: file.id, alt: nil, isVideo: false))
        }
        return town.change { [media] world in
            var item = Item(
                id: world.number("42"), on: place, text: post["summary"].text ?? "", media: media, at: call.now,
                standing: .processing)
            item.link = post["callToAction"]["url"].text
            item.extra["post"] = post
            settle(&item, call)
            world.add(item)
            return Answer(shown(item, place, call))
        }
    }

    private func check(_ post: Value, _ call: Call) throws {
        guard Self.topics.contains(post["topicType"].text ?? "") else {
            throw refuse(.malformed("Request contains an invalid argument: topicType."), call)
        }
        let summary = post["summary"].text ?? ""
        guard summary.unicodeScalars.count <= 1_500, !summary.isEmpty || !post["media"].list.isEmpty else {
            throw refuse(.malformed("Request contains an invalid argument: summary."), call)
        }
        if let action = post["callToAction"]["actionType"].text {
            guard Self.actions.contains(action), action == "CALL" || post["callToAction"]["url"].text != nil else {
                throw refuse(.malformed("Request contains an invalid argument: callToAction."), call)
            }
        }
        if ["EVENT", "OFFER"].contains(post["topicType"].text ?? "") {
            guard post["event"]["title"].text != nil, !post["event"]["schedule"]["startDate"].isNull else {
                throw refuse(.malformed("Request contains an invalid argument: event."), call)
            }
        }
    }

    /// A text with a telephone number does not come through moderation, nor what a fault sends away.
    private func settle(_ item: inout Item, _ call: Call) {
        let digits = item.text.filter { !" .-".contains($0) }
        let hasPhone = digits.firstRange(of: #/(\+33|0)[1-9][0-9]{8}/#) != nil
        item.extra["verdict"] = .text(call.stance.rejects || hasPhone ? "REJECTED" : "LIVE")
        item.pollsLeft = call.stance.polls ?? 1
        item.standing = .processing
        if item.pollsLeft == 0 { decide(&item) }
    }

    private func decide(_ item: inout Item) {
        item.standing = item.extra["verdict"]?.text == "REJECTED" ? .rejected : .live
    }

    /// A look, which brings a post nearer to its verdict.
    private func look(_ place: Int, _ world: inout World) {
        guard world.items[place].standing == .processing else { return }
        if world.items[place].pollsLeft > 0 { world.items[place].pollsLeft -= 1 } else { decide(&world.items[place]) }
    }

    func shown(_ item: Item, _ place: SimulatedAccount, _ call: Call) -> Value {
        let post = item.extra["post"] ?? [:]
        let name = "\(Self.path(place))/localPosts/\(item.id)"
        let state =
            switch item.standing {
            case .rejected: "REJECTED"
            case .processing: "PROCESSING"
            default: "LIVE"
            }
        return Value(there: [
            "name": .text(name), "languageCode": .text(post["languageCode"].text ?? "fr"),
            "summary": item.text.isEmpty ? .null : .text(item.text), "callToAction": post["callToAction"],
            "createTime": .text(item.createdAt.fractional), "updateTime": .text(item.updatedAt.fractional),
            "event": post["event"], "offer": post["offer"], "state": .text(state), "topicType": post["topicType"],
            "alertType": post["alertType"],
            "media": item.media.isEmpty
                ? .null
                : .list(
                    item.media.enumerated().map { index, shown in
                        [
                            "name": .text("\(name)/media/\(index)"), "mediaFormat": "PHOTO",
                            "googleUrl": .text("\(call.origin)/media/\(shown.file)"),
                        ]
                    }),
            "searchUrl": .text("https://local.google.com/place?id=\(place.id)&use=posts&lpsid=\(item.id)"),
        ])
    }

    private func mine(_ call: Call, _ world: World) throws -> (Int, SimulatedAccount) {
        let place = try self.place(call, world)
        guard let index = world.place(.google, call.place("post")), world.items[index].account == place.id,
            world.items[index].kind == .post
        else { throw refuse(.missing(call.place("post")), call) }
        return (index, place)
    }

    func list(_ call: Call, _ world: inout World) throws -> Answer {
        let place = try self.place(call, world)
        let places = world.items.indices.filter {
            world.items[$0].network == .google && world.items[$0].account == place.id && world.items[$0].kind == .post
                && world.items[$0].deletedAt == nil
        }
        let size = min(max(call.query.number("pageSize") ?? 20, 1), 100)
        let from = call.query.start("pageToken", after: "AB")
        let part = Array(places.reversed().dropFirst(from).prefix(size))
        for index in part { look(index, &world) }
        guard !part.isEmpty else { return Answer([:]) }
        var answer: [String: Value] = ["localPosts": .list(part.map { shown(world.items[$0], place, call) })]
        if from + part.count < places.count { answer["nextPageToken"] = .text("AB\(from + part.count)") }
        return Answer(.fields(answer))
    }

    func one(_ call: Call, _ world: inout World) throws -> Answer {
        let (index, place) = try mine(call, world)
        look(index, &world)
        return Answer(shown(world.items[index], place, call))
    }

    func patch(_ call: Call, _ world: inout World) throws -> Answer {
        let (index, place) = try mine(call, world)
        let mask = Set(call.query.list("updateMask"))
        guard !mask.isEmpty else { throw refuse(.malformed("Request contains an invalid argument: updateMask."), call) }
        var post = (world.items[index].extra["post"] ?? [:]).fields
        for field in mask {
            let name = String(field.split(separator: ".").first ?? "")
            post[name] = call.json[name]
        }
        try check(.fields(post), call)
        var item = world.items[index]
        item.rewrite(post["summary"]?.text ?? "", at: call.now)
        item.link = post["callToAction"]?["url"].text
        item.extra["post"] = .fields(post)
        settle(&item, call)
        world.items[index] = item
        return Answer(shown(item, place, call))
    }

    func delete(_ call: Call, _ world: inout World) throws -> Answer {
        let (index, _) = try mine(call, world)
        world.items[index].deletedAt = call.now
        return Answer([:])
    }
}
