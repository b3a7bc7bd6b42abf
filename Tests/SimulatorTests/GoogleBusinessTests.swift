import Foundation
import HTTPTypes
import Testing

@testable import Simulator

@Suite struct GoogleBusinessTests {
    private let base = "/google/v4/accounts/100450000000000000001/locations/4450000000000000001"
    private let place = "4450000000000000001"
    private let token = "simulated-google-4450000000000000001"

    @Test("a post is worked on, then live; it is changed by its mask, and taken back")
    func life() async throws {
        try await Stage.play { stage in
            let post: Value = ["languageCode": "fr", "summary": "Portes ouvertes samedi", "topicType": "STANDARD"]
            let made = try await stage.json(.post, base + "/localPosts", post, token: token)
            #expect(made.status == 200 && made.json["state"] == "PROCESSING")
            let name = try #require(made.json["name"].text)
            _ = try await stage.get("/google/v4/\(name)", token: token)
            _ = try await stage.get("/google/v4/\(name)", token: token)
            #expect(try await stage.get("/google/v4/\(name)", token: token).json["state"] == "LIVE")
            let bare = try await stage.json(.patch, "/google/v4/\(name)", ["summary": "Dimanche"], token: token)
            #expect(bare.status == 400)
            let patched = try await stage.json(
                .patch, "/google/v4/\(name)?updateMask=summary", ["summary": "Dimanche"], token: token)
            #expect(patched.json["summary"] == "Dimanche" && patched.json["topicType"] == "STANDARD")
            #expect(try await stage.get(base + "/localPosts", token: token).json["localPosts"].list.count == 1)
            #expect(try await stage.ask(.delete, "/google/v4/\(name)", token: token).json == [:])
            #expect(try await stage.get(base + "/localPosts", token: token).json == [:])
        }
    }

    @Test("a telephone number is rejected by moderation, and what is no post at once")
    func moderation() async throws {
        try await Stage.play { stage in
            let post: Value = ["summary": "Appelez le 02 40 12 34 56", "topicType": "STANDARD"]
            let name = try #require(
                try await stage.json(.post, base + "/localPosts", post, token: token).json["name"].text)
            for _ in 0..<2 { _ = try await stage.get("/google/v4/\(name)", token: token) }
            #expect(try await stage.get("/google/v4/\(name)", token: token).json["state"] == "REJECTED")
            for bad in [
                ["summary": "a"], ["summary": .text(String(repeating: "a", count: 1_501)), "topicType": "STANDARD"],
                ["summary": "a", "topicType": "STANDARD", "callToAction": ["actionType": "LEARN_MORE"]],
                ["summary": "a", "topicType": "EVENT"],
                [
                    "summary": "a", "topicType": "STANDARD",
                    "media": [["mediaFormat": "PHOTO", "sourceUrl": "http://127.0.0.1:1/"]],
                ],
            ] as [Value] {
                let answer = try await stage.json(.post, base + "/localPosts", bad, token: token)
                #expect(answer.status == 400 && answer.json["error"]["status"] == "INVALID_ARGUMENT")
            }
        }
    }

    @Test("reviews come in pages, newest first, and have one answer, which is moderated")
    func reviews() async throws {
        try await Stage.play { stage in
            for stars in 1...5 {
                try stage.networks.review("avis \(stars)", stars: stars, by: "V\(stars)", of: place, on: .google)
                stage.networks.advance(bySeconds: 60)
            }
            let first = try await stage.get(base + "/reviews?pageSize=3", token: token).json
            #expect(first["averageRating"] == 3 && first["totalReviewCount"] == 5)
            #expect(first["reviews"].list.map { $0["starRating"].text } == ["FIVE", "FOUR", "THREE"])
            let next = try #require(first["nextPageToken"].text)
            let second = try await stage.get(base + "/reviews?pageSize=3&pageToken=\(next)", token: token).json
            #expect(second["reviews"].list.count == 2 && second["nextPageToken"].isNull)
            let review = try #require(first["reviews"][0]["reviewId"].text)
            let path = base + "/reviews/\(review)"
            #expect(
                try await stage.json(.put, path + "/reply", ["comment": "Merci"], token: token).json["comment"]
                    == "Merci")
            #expect(try await stage.get(path, token: token).json["reviewReply"]["reviewReplyState"] == "APPROVED")
            stage.networks.fault(.processing(polls: 1), on: .google, operation: "reply")
            stage.networks.fault(.moderationReject, on: .google, operation: "reply")
            let put = try await stage.json(.put, path + "/reply", ["comment": "Venez me voir"], token: token)
            #expect(put.json["reviewReplyState"] == "PENDING")
            for _ in 0..<2 { _ = try await stage.get(path, token: token) }
            let rejected = try await stage.get(path, token: token).json["reviewReply"]
            #expect(rejected["reviewReplyState"] == "REJECTED" && rejected["policyViolation"].text != nil)
            #expect(stage.networks.published(on: .google).map(\.edits) == [1])
            #expect(try await stage.ask(.delete, path + "/reply", token: token).status == 200)
            #expect(try await stage.ask(.delete, path + "/reply", token: token).status == 404)
        }
    }

    @Test("places are listed with the fields that are asked for")
    func places() async throws {
        try await Stage.play { stage in
            let accounts = try await stage.get("/google/v1/accounts", token: token).json["accounts"]
            let name = try #require(accounts[0]["name"].text)
            #expect(try await stage.get("/google/v1/\(name)/locations", token: token).status == 400)
            let list = try await stage.get(
                "/google/v1/\(name)/locations?readMask=name,title,metadata&pageSize=100", token: token)
            #expect(list.json["locations"][0].fields.keys.sorted() == ["metadata", "name", "title"])
            #expect(list.json["locations"][0]["name"] == "locations/4450000000000000001")
            let other = try await stage.get(
                base.replacing(place, with: "4450000000000000002") + "/reviews", token: token)
            #expect(other.status == 403 && other.json["error"]["status"] == "PERMISSION_DENIED")
        }
    }
}
