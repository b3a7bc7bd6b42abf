import HTTPTypes
import Kernel

/// Google Business Profile: posts and reviews of places (https://developers.google.com/my-business/reference/rest), and
/// Google's sign-in.
struct GoogleBusiness: PlayedNetwork {
    let network = SimulatedNetwork.google

    var operations: [Operation] { GoogleSignIn().operations + places + posts + reviews }

    private var places: [Operation] {
        [
            Operation("accounts", .get, "v1/accounts") { call, town in try town.read { try accountList(call, $0) } },
            Operation("places", .get, "v1/accounts/{group}/locations") { call, town in
                try town.read { try placeList(call, $0) }
            },
            Operation("places", .get, "v1/locations/{place}") { call, town in try town.read { try onePlace(call, $0) }
            },
        ]
    }

    private var posts: [Operation] {
        let base = "v4/accounts/{group}/locations/{place}/localPosts"
        return [
            Operation("publish", .post, base) { call, town in try await create(call, town) },
            Operation("posts", .get, base) { call, town in try town.change { try list(call, &$0) } },
            Operation("object", .get, base + "/{post}") { call, town in try town.change { try one(call, &$0) } },
            Operation("edit", .patch, base + "/{post}") { call, town in try town.change { try patch(call, &$0) } },
            Operation("delete", .delete, base + "/{post}") { call, town in try town.change { try delete(call, &$0) } },
        ]
    }

    private var reviews: [Operation] {
        let base = "v4/accounts/{group}/locations/{place}/reviews"
        return [
            Operation("reviews", .get, base) { call, town in try town.change { try reviews(call, &$0) } },
            Operation("review", .get, base + "/{review}") { call, town in try town.change { try review(call, &$0) } },
            Operation("reply", .put, base + "/{review}/reply") { call, town in try town.change { try reply(call, &$0) }
            },
            Operation("delete_reply", .delete, base + "/{review}/reply") { call, town in
                try town.change { try deleteReply(call, &$0) }
            },
        ]
    }

    var identifiers: Set<String> { ["name", "id", "reviewId"] }

    func answer(to complaint: Complaint, _ call: Call) -> Answer {
        GoogleError.answer(to: complaint, withReason: false)
    }

    /// The place that the path names, where the token opens it.
    func place(_ call: Call, _ world: World) throws -> SimulatedAccount {
        let token = try self.token(call, world)
        guard let place = world.account(.google, call.place("place")), place.group == call.place("group") else {
            throw refuse(.missing(call.place("place")), call)
        }
        guard token.opens(place) else { throw refuse(.notYours, call) }
        return place
    }

    static func path(_ place: SimulatedAccount) -> String { "accounts/\(place.group ?? "")/locations/\(place.id)" }

    // MARK: Places

    private func accountList(_ call: Call, _ world: World) throws -> Answer {
        var groups: [String] = []
        for place in try accounts(call, world) {
            if let group = place.group, !groups.contains(group) { groups.append(group) }
        }
        let shown = groups.map { group -> Value in
            [
                "name": .text("accounts/\(group)"), "accountName": "CHU de Valmont", "type": "LOCATION_GROUP",
                "role": "PRIMARY_OWNER", "verificationState": "UNVERIFIED", "vettedState": "NOT_VETTED",
            ]
        }
        return Answer(["accounts": .list(shown)])
    }

    private func placeList(_ call: Call, _ world: World) throws -> Answer {
        let mask = try self.mask(call)
        let group = call.place("group")
        let found = try accounts(call, world).filter { group == "-" || $0.group == group }
        guard !found.isEmpty else { throw refuse(.missing(group), call) }
        let size = min(max(call.query.number("pageSize") ?? 10, 1), 100)
        let from = call.query.start("pageToken", after: "AB")
        let shown = found.dropFirst(from).prefix(size)
        var answer: [String: Value] = [
            "locations": .list(shown.map { self.shown($0, mask) }), "totalSize": .number(found.count),
        ]
        if from + shown.count < found.count { answer["nextPageToken"] = .text("AB\(from + shown.count)") }
        return Answer(.fields(answer))
    }

    private func onePlace(_ call: Call, _ world: World) throws -> Answer {
        let mask = try self.mask(call)
        return Answer(shown(try account(call.place("place"), call, world), mask))
    }

    /// Which fields are wanted must be said (…/businessinformation/rest/v1/accounts.locations/list).
    private func mask(_ call: Call) throws -> Set<String> {
        let mask = Set(call.query.list("readMask").map { String($0.split(separator: ".").first ?? "") })
        guard !mask.isEmpty else {
            throw refuse(.malformed("Request contains an invalid argument: readMask is required."), call)
        }
        return mask
    }

    private func shown(_ place: SimulatedAccount, _ mask: Set<String>) -> Value {
        let all: [String: Value] = [
            "name": .text("locations/\(place.id)"), "title": .text(place.name), "languageCode": "fr",
            "storeCode": .text(place.handle), "phoneNumbers": ["primaryPhone": "02 40 00 00 00"],
            "websiteUri": "https://chu-valmont.example/",
            "storefrontAddress": [
                "regionCode": "FR", "languageCode": "fr", "postalCode": "44999", "locality": "Valmont-sur-Loire",
                "addressLines": ["1 place de l’Hôpital"],
            ],
            "metadata": [
                "placeId": .text("ChIJ\(place.id)"), "mapsUri": .text("https://maps.google.com/maps?cid=\(place.id)"),
                "newReviewUri": .text("https://search.google.com/local/writereview?placeid=ChIJ\(place.id)"),
                "hasVoiceOfMerchant": true, "canOperateLocalPost": true,
            ],
            "categories": ["primaryCategory": ["name": "categories/gcid:hospital", "displayName": "Hôpital"]],
        ]
        return .fields(all.filter { mask.contains($0.key) || mask.contains("*") })
    }
}
