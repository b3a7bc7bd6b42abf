import Kernel
import Synchronization
import Testing

@testable import Wire

@Suite struct EventStreamTests {
    @Test("events are the same whatever the pieces and the line ends", arguments: ["\n", "\r\n", "\r"])
    func parsing(_ end: String) {
        let lines = [
            "\u{FEFF}: hello", "event: update", "data: {\"a\":", "data:1}", "id: 7", "", "data", "", "event: lost", "",
            "retry: 1500", "data: é", "unknown: x", "", "data: unfinished",
        ]
        let bytes = Array(lines.joined(separator: end).utf8)
        let expected = [
            ServerEvent(name: "update", data: "{\"a\":\n1}", id: "7"), ServerEvent(data: "", id: "7"),
            ServerEvent(data: "é", id: "7"),
        ]
        for step in [1, 3, bytes.count] {
            var parser = ServerEventParser()
            var events: [ServerEvent] = []
            for start in stride(from: 0, to: bytes.count, by: step) {
                events += parser.parse(Array(bytes[start..<min(start + step, bytes.count)]))
            }
            #expect(events == expected)
            #expect(parser.retry == 1500)
        }
    }

    @Test("an event larger than the limit is skipped, the next one is not; heartbeats cost nothing")
    func limits() {
        var parser = ServerEventParser(limit: 100)
        let big = "data: " + String(repeating: "x", count: 1000) + "\n\n"
        let many = String(repeating: "data:\n", count: 1000) + "\n"
        let beats = String(repeating: ":thump\n", count: 1000)
        #expect(parser.parse(Array((big + many + beats + "data: ok\n\n").utf8)) == [ServerEvent(data: "ok")])
    }

    @Test("after a cut, the stream goes on from the last event")
    func reconnects() async throws {
        try await LoopbackServer.run { request, writer in
            try await writer.say("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
            let next = (request.headers["last-event-id"].flatMap { Int($0) } ?? 0) + 1
            try await writer.say("id: \(next)\ndata: event \(next)\n\ndata: cut")
        } _: { server in
            struct Enough: Error {}
            let seen = Mutex<[String]>([])
            let stream = EventStream(
                try client(server.port), Fetch(server.base, limits: .stream), pauses: 0.01...0.05)
            await #expect(throws: Enough.self) {
                try await stream.listen { event in
                    let count = seen.withLock { seen in
                        seen.append(event.data)
                        return seen.count
                    }
                    if count == 3 { throw Enough() }
                }
            }
            #expect(seen.withLock { $0 } == ["event 1", "event 2", "event 3"])
            #expect(server.hits.requests.map { $0.headers["last-event-id"] } == [nil, "1", "2"])
        }
    }

    @Test("what waiting cannot mend ends the listening", arguments: ["text/html", ""])
    func notAStream(_ kind: String) async throws {
        try await LoopbackServer.run { _, writer in
            try await writer.reply(kind.isEmpty ? "404 Not Found" : "200 OK", ["Content-Type: \(kind)"])
        } _: { server in
            let stream = EventStream(try client(server.port), Fetch(server.base), pauses: 0.01...0.05)
            let refusal = await failure(of: { () async throws -> Void in try await stream.listen { _ in } })
            #expect(refusal?.kind == (kind.isEmpty ? .notFound : .unusable))
            #expect(server.hits.paths.count == 1)
        }
    }
}
