import Foundation
import HTTPTypes
import Testing

@testable import Simulator

@Suite struct ThreadsTests {
    private let account = "26500000000000001"
    private let token = "simulated-threads-26500000000000001"

    private func container(_ stage: Stage, _ fields: [(String, String)]) async throws -> Said {
        try await stage.form("/threads/v1.0/\(account)/threads", fields, token: token)
    }

    private func publish(_ stage: Stage, _ id: String?) async throws -> Said {
        try await stage.form("/threads/v1.0/\(account)/threads_publish", [("creation_id", id ?? "")], token: token)
    }

    @Test("a text goes by a container, an answer goes under it, and both are taken back")
    func life() async throws {
        try await Stage.play { stage in
            let made = try await container(stage, [("media_type", "TEXT"), ("text", "Bonjour")])
            let id = try #require(made.json["id"].text)
            #expect(
                try await stage.get("/threads/v1.0/\(id)?fields=status,error_message", token: token).json["status"]
                    == "FINISHED")
            let post = try #require(try await publish(stage, id).json["id"].text)
            let again = try await publish(stage, id)
            #expect(again.json["error"]["code"] == 24 && again.json["error"]["error_subcode"] == 4_279_009)
            let visitor = try stage.networks.say("Merci", by: "jeanne", under: post, on: .threads)
            let reply = try await container(
                stage, [("media_type", "TEXT"), ("text", "À vous"), ("reply_to_id", visitor)])
            let answer = try #require(try await publish(stage, reply.json["id"].text).json["id"].text)
            let shown = try await stage.get(
                "/threads/v1.0/\(answer)?fields=id,text,is_reply,replied_to,root_post,permalink,username", token: token
            ).json
            #expect(
                shown["is_reply"] == true && shown["replied_to"]["id"].text == visitor
                    && shown["root_post"]["id"].text == post)
            let talk = try await stage.get(
                "/threads/v1.0/\(post)/conversation?fields=id,text,username,timestamp", token: token)
            #expect(talk.json["data"].list.count == 2)
            let limit = try await stage.get(
                "/threads/v1.0/\(account)/threads_publishing_limit?fields=quota_usage,config", token: token)
            #expect(limit.json["data"][0]["quota_usage"] == 1 && limit.json["data"][0]["config"]["quota_total"] == 250)
            let status = try await stage.get("/threads/v1.0/\(post)?fields=status", token: token)
            #expect(status.status == 400)
            let gone = try await stage.ask(.delete, "/threads/v1.0/\(post)", token: token)
            #expect(gone.json["deleted_id"].text == post)
            #expect(try await stage.get("/threads/v1.0/me/threads?fields=id", token: token).json["data"].list.isEmpty)
        }
    }

    @Test(
        "length is counted in characters, and emoji in bytes",
        arguments: [
            (String(repeating: "é", count: 500), 500), ("👩‍⚕️", "👩‍⚕️".utf8.count), ("Ça va ❤️ ?", 8 + "❤️".utf8.count),
            ("12 #3", 5),
        ])
    func length(_ text: String, _ length: Int) { #expect(Threads.length(text) == length) }

    @Test("a text that is too long is refused, and a file that cannot be fetched fails in its container")
    func refusals() async throws {
        try await Stage.play { stage in
            let long = try await container(
                stage, [("media_type", "TEXT"), ("text", String(repeating: "a", count: 501))])
            #expect(long.status == 400 && long.json["error"]["type"] == "THApiException")
            let lost = try await container(stage, [("media_type", "IMAGE"), ("image_url", "http://127.0.0.1:1/a.jpg")])
            let path = "/threads/v1.0/\(lost.json["id"].text ?? "")?fields=status,error_message"
            let state = try await stage.get(path, token: token).json
            #expect(state["status"] == "ERROR" && state["error_message"] == "FAILED_DOWNLOADING_IMAGE")
            #expect(try await publish(stage, lost.json["id"].text).status == 400)
            stage.networks.fault(.processing(polls: 1), on: .threads, operation: "upload")
            let slow = try await container(stage, [("media_type", "TEXT"), ("text", "a")]).json["id"].text
            #expect(try await publish(stage, slow).json["error"]["code"] == 24)
            _ = try await stage.get("/threads/v1.0/\(slow ?? "")?fields=status", token: token)
            _ = try await stage.get("/threads/v1.0/\(slow ?? "")?fields=status", token: token)
            #expect(try await publish(stage, slow).status == 200)
        }
    }
}
