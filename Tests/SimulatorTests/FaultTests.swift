import Foundation
import HTTPTypes
import Kernel
import Logging
import ServiceLifecycle
import Testing

@testable import Simulator

@Suite struct FaultTests {
    private let path = "/facebook/v23.0/104500000000001/feed"
    private let token = Stage.pageToken

    private func publish(_ stage: Stage, _ text: String = "a") async throws -> Said {
        try await stage.form(path, [("message", text)], token: token)
    }

    @Test(
        "what answers without a deed leaves nothing behind",
        arguments: [
            (.status(500, body: "{}"), 500), (.rateLimit(), 400), (.hugeErrorPage, 502), (.duplicate, 400),
            (.moderationReject, 400),
        ] as [(Fault, Int)])
    func before(_ fault: Fault, _ status: Int) async throws {
        try await Stage.play { stage in
            stage.networks.fault(fault, on: .facebook)
            #expect(try await publish(stage).status == status)
            #expect(stage.networks.published().isEmpty)
            let next = try await publish(stage)
            #expect(next.status == 200 && stage.networks.published().count == 1)
        }
    }

    @Test(
        "what answers wrongly after the deed has published, once",
        arguments: [
            .status(500, after: true), .okWithoutID, .wrongJSON, .lie, .dropAfter,
        ] as [Fault])
    func after(_ fault: Fault) async throws {
        try await Stage.play { stage in
            stage.networks.fault(fault, on: .facebook)
            let said = try await publish(stage)
            #expect(said.json["id"].isNull)
            #expect(stage.networks.published().count == 1)
        }
    }

    @Test("each network lies, limits and refuses doubles in its own words", arguments: SimulatedNetwork.allCases)
    func words(_ network: SimulatedNetwork) throws {
        let played = try #require(Switchboard(try Town(SimulatorSettings(), clock: .system)).networks[network])
        let call = Call(
            network, .post, path: ["a"], query: Form(), headers: HTTPFields(), body: [], origin: "",
            now: .init(seconds: 0))
        let doubtful = played.answer(to: .doubtful, call)
        #expect(
            doubtful.status >= 500 || (network == .instagram && doubtful.json["error"]["error_subcode"] == 2_207_051))
        #expect([400, 403, 429].contains(played.answer(to: .tooOften(60), call).status))
        #expect([400, 403, 409, 422].contains(played.answer(to: .duplicate, call).status))
        #expect([400, 401].contains(played.answer(to: .deadToken(.revoked), call).status))
        #expect([400, 404].contains(played.answer(to: .unknownAddress, call).status))
    }

    @Test("faults happen as often as was asked for, to the operation that was named")
    func times() async throws {
        try await Stage.play { stage in
            stage.networks.fault(.status(503), on: .facebook, times: 2)
            #expect(try await stage.get("/facebook/v23.0/me", token: token).status == 200)
            var states: [Int] = []
            for _ in 0..<3 { states.append(try await publish(stage).status) }
            #expect(states == [503, 503, 200])
            stage.networks.fault(.status(503), on: .facebook, operation: "*", times: nil)
            for _ in 0..<3 { #expect(try await publish(stage).status == 503) }
            stage.networks.clearFaults()
            #expect(try await publish(stage).status == 200)
            #expect(stage.networks.calls(on: .facebook).filter { $0 == "publish" }.count == 7)
        }
    }

    @Test(
        "40: Retry-After comes in seconds, as a date, over already, and absurd",
        arguments: [
            ("7", "7"), ("date", "Mon, 23 Nov 2026 08:02:00 GMT"), ("past", "Mon, 23 Nov 2026 07:00:00 GMT"),
            ("999999999999", "999999999999"), ("soon", "soon"),
        ])
    func retryAfter(_ told: String, _ header: String) async throws {
        try await Stage.play { stage in
            stage.networks.fault(.rateLimit(retryAfter: told), on: .linkedin)
            let headers = ["LinkedIn-Version": "202601", "X-Restli-Protocol-Version": "2.0.0"]
            let answer = try await stage.json(.post, "/linkedin/rest/posts", [:], token: "a", headers: headers)
            #expect(answer.status == 429 && answer.header("Retry-After") == header)
        }
    }

    @Test("a page of an error is as large as the worst that was met")
    func huge() async throws {
        try await Stage.play { stage in
            stage.networks.fault(.hugeErrorPage, on: .facebook)
            let page = try await publish(stage)
            #expect(page.body.count > 4_000_000 && page.header("Content-Type")?.hasPrefix("text/html") == true)
        }
    }

    @Test("control reads, sets and takes away faults, and says what was published")
    func control() async throws {
        try await Stage.play { stage in
            let set = try await stage.json(
                .post, "/_control/faults",
                [
                    "network": "facebook", "operation": "publish", "fault": "status", "status": 418, "body": "thé",
                    "times": 1,
                ])
            #expect(set.status == 200)
            #expect(try await stage.get("/_control/faults").json["faults"][0]["fault"] == "status")
            let tea = try await publish(stage)
            #expect(tea.status == 418 && tea.text == "thé")
            _ = try await publish(stage, "b")
            let published = try await stage.get("/_control/published?network=facebook").json["published"]
            #expect(
                published.list.count == 1 && published[0]["text"] == "b"
                    && published[0]["at"].text?.hasSuffix("Z") == true)
            let calls = try await stage.get("/_control/calls?network=facebook").json["calls"].list
            #expect(calls.map { $0["status"] } == [418, 200] && calls[0]["faults"] == ["status"])
            #expect(!(try await stage.get("/_control/calls").text).contains(token))
            for bad in [
                ["network": "facebook"], ["network": "myspace", "fault": "lie"], ["network": "x", "fault": "status"],
            ] as [Value] {
                let answer = try await stage.json(.post, "/_control/faults", bad)
                #expect(answer.status == 400 && answer.json["error"].text != nil)
            }
            let plain = try await stage.ask(
                .post, "/_control/reset", headers: ["Content-Type": "text/plain"], body: Array("{}".utf8))
            #expect(plain.status == 400)
            _ = try await stage.json(.post, "/_control/reset", [:])
            #expect(stage.networks.published().isEmpty)
        }
    }

    @Test("on a real connection: cut before, cut after, silent after; and the deeds are counted")
    func connection() async throws {
        let networks = try SimulatedNetworks(settings: SimulatorSettings(port: 0))
        let group = ServiceGroup(
            services: [networks.service], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var address: String?
            while address == nil {
                try await Task.sleep(for: .milliseconds(5))
                address = networks.address
            }
            let url = (address ?? "") + path
            let headers = [
                (name: "Authorization", value: "Bearer " + token),
                ("Content-Type", "application/x-www-form-urlencoded"),
            ]
            let attempt = { (text: String) async -> Int? in
                try? await LoopbackClient.send(
                    url, headers: headers, posting: Array("message=\(text)".utf8), seconds: 20
                ).status
            }
            #expect(await attempt("a") == 200)
            networks.fault(.dropBefore, on: .facebook)
            #expect(await attempt("b") == nil)
            networks.fault(.dropAfter, on: .facebook)
            #expect(await attempt("c") == nil)
            networks.fault(.timeoutAfter(seconds: 0.05), on: .facebook)
            #expect(await attempt("d") == nil)
            #expect(await attempt("d") == 200)
            #expect(networks.published().map(\.text) == ["a", "c", "d", "d"])
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        #expect(networks.address == nil)
    }
}
