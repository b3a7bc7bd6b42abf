import Foundation
import Hummingbird
import HTTPTypes
import Kernel
import Logging
import NIOCore
import Storage
import Synchronization
import TestKit
import Testing

@testable import Listening

@Suite struct StreamLiveTests {
    /// What a page receives.
    final class Screen: Sendable {
        private let text = Mutex("")
        var shown: String { text.withLock { $0 } }
        func take(_ more: String) { text.withLock { $0 += more } }
    }

    struct Wire: ResponseBodyWriter {
        let screen: Screen
        func write(_ buffer: ByteBuffer) async throws { screen.take(String(buffer: buffer)) }
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws { screen.take("<end>") }
    }

    /// Opens a page, runs `body` once it listens, and closes it.
    private func open(
        _ house: StreamHouse, _ filter: StreamFilter, scope: Scope = .everything, last: String? = nil,
        _ body: @escaping @Sendable (Screen) async throws -> Void
    ) async throws {
        let screen = Screen()
        let response = try await house.live.response(filter, scope: scope, last: last)
        let before = house.live.count
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try? await response.body.write(Wire(screen: screen)) }
            while house.live.count == before { try await Task.sleep(for: .milliseconds(2)) }
            try await body(screen)
            group.cancelAll()
        }
    }

    private func settle(_ screen: Screen, _ text: String) async throws {
        for _ in 0..<500 where !screen.shown.contains(text) { try await Task.sleep(for: .milliseconds(2)) }
    }

    @Test("a page is told how many mentions of its own have arrived, and of no others")
    func counts() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            try await house.hear(Said(network: .google))
            var filter = StreamFilter()
            filter.networks = [.google]
            try await open(house, filter) { screen in
                try await house.live.look()
                try await house.hear([
                    Said(network: .x), Said(id: "old", hoursAgo: 4_000, network: .google), Said(network: .google),
                ])
                try await house.live.look()
                try await settle(screen, "arrived")
                #expect(screen.shown.contains("event: arrived\ndata: {\"count\":2,\"most\":1000}\n\n"))
                try await house.hear(Said(network: .x))
                try await house.live.look()
                try await house.live.look()
                #expect(screen.shown.components(separatedBy: "event: arrived").count == 2)
            }
            #expect(house.live.count == 0)
        }
    }

    @Test("a page that was cut off hears what it missed, from where it stood")
    func resumes() async throws {
        let house = try await StreamHouse(try await Database.inMemory(ListeningSchema.migrations))
        try await house.hear(Said())
        let stood = try await EventLog(house.database).end()
        try await house.hear([Said(), Said(), Said()])
        try await open(house, StreamFilter(), last: "\(stood)") { screen in
            try await house.live.look()
            try await settle(screen, "arrived")
            #expect(screen.shown.contains("{\"count\":3,"))
        }
        // What is no place of ours, or one that is still to come, is now.
        for strange in ["x", "-9", "999999999999"] {
            try await open(house, StreamFilter(), last: strange == "-9" ? "x" : strange) { screen in
                try await house.live.look()
                #expect(!screen.shown.contains("arrived"))
            }
        }
    }

    @Test("a head of service is told of their service only")
    func scope() async throws {
        let house = try await StreamHouse(try await Database.inMemory(ListeningSchema.migrations))
        try await open(house, StreamFilter(), scope: .services([1])) { screen in
            try await house.hear([Said(services: [1]), Said(services: [2]), Said()])
            try await house.live.look()
            try await settle(screen, "arrived")
            #expect(screen.shown.contains("{\"count\":1,"))
        }
    }

    @Test("the number of open pages is bounded")
    func bounded() async throws {
        let house = try await StreamHouse(try await Database.inMemory(ListeningSchema.migrations))
        try await open(house, StreamFilter()) { _ in
            try await open(house, StreamFilter()) { _ in
                let failure = await #expect(throws: Failure.self) {
                    try await house.live.response(StreamFilter(), scope: .everything, last: nil)
                }
                #expect(failure?.kind == .unavailable)
            }
        }
        #expect(house.live.count == 0)
    }

    @Test("a server that stops ends its pages' streams, and keeps them alive until then")
    func closes() async throws {
        let house = try await StreamHouse(try await Database.inMemory(ListeningSchema.migrations))
        let live = StreamLive(
            desk: house.desk, logger: Logger(label: "test"), pace: .milliseconds(5), heartbeat: .milliseconds(10))
        let screen = Screen()
        let response = try await live.response(StreamFilter(), scope: .everything, last: nil)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await response.body.write(Wire(screen: screen)) }
            group.addTask {
                let loop = Task { try await live.run() }
                try await settle(screen, ": \n\n: \n\n")
                loop.cancel()
                try await loop.value
            }
            try await group.waitForAll()
        }
        #expect(screen.shown.contains(": \n\n") && screen.shown.hasSuffix("<end>"))
        #expect(live.count == 0)
    }
}
