import Foundation
import Kernel
import Synchronization
import Wire

/// Answers in a network's place: addresses to bodies, anything else is 404. Remembers what was asked.
final class FakeNetwork: Sendable {
    private let pages: [String: (body: String, headers: Headers)]
    private let log = Mutex<[Fetch]>([])

    init(_ pages: [String: String], headers: [String: Headers] = [:]) {
        self.pages = Dictionary(
            uniqueKeysWithValues: pages.map { ($0.key, ($0.value, headers[$0.key] ?? Headers())) })
    }

    var asked: [String] { log.withLock { $0.map(\.url) } }
    var fetches: [Fetch] { log.withLock { $0 } }

    var http: HTTP {
        .answering { fetch in
            self.log.withLock { $0.append(fetch) }
            guard let page = self.pages[fetch.url] else { throw Failure(.notFound, "nothing at \(fetch.url)") }
            if let status = Int(page.body) {
                throw Failure(.forbidden, "answered HTTP \(status)", words: "wire.refused")
            }
            return .fresh(Document(body: Array(page.body.utf8), headers: page.headers, finalURL: fetch.url))
        }
    }
}

/// 2026-11-21T12:00:00Z
let noon = Clock.fixed(Instant(seconds: 1_795_262_400))

func failure(of body: () async throws -> some Any) async -> Failure? {
    do {
        _ = try await body()
        return nil
    } catch { return error as? Failure }
}

/// A file of the workplace's shared folder, which not every checkout has beside it.
func shared(_ path: String) -> Data? {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    return try? Data(contentsOf: root.appendingPathComponent("shared/" + path))
}
