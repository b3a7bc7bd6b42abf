import CoreMetrics
import Foundation
import HummingbirdCore
import Kernel
import Logging
import Testing
@testable import Web

@Suite("Metrics, logs and live events")
struct TelemetryTests {
    @Test("metrics are written as Prometheus reads them")
    func exposition() {
        let prometheus = Prometheus()
        prometheus.makeCounter(label: "jobs.done", dimensions: [("kind", "a\"b\\c\nd")]).increment(by: 3)
        let timer = prometheus.makeTimer(label: "wait_seconds", dimensions: [])
        timer.recordNanoseconds(2_000_000)
        timer.recordNanoseconds(90_000_000_000)
        let meter = prometheus.makeMeter(label: "9lives", dimensions: [])
        meter.set(1.5)
        let text = prometheus.exposition()
        #expect(text.contains("# TYPE jobs_done counter\njobs_done{kind=\"a\\\"b\\\\c\\nd\"} 3\n"))
        #expect(text.contains("wait_seconds_bucket{le=\"0.001\"} 0\n"))
        #expect(text.contains("wait_seconds_bucket{le=\"0.0025\"} 1\n"))
        #expect(text.contains("wait_seconds_bucket{le=\"60\"} 1\n"))
        #expect(text.contains("wait_seconds_bucket{le=\"+Inf\"} 2\n"))
        #expect(text.contains("wait_seconds_sum 90.002\nwait_seconds_count 2\n"))
        #expect(text.contains("# TYPE _9lives gauge\n_9lives 1.5\n"))
    }

    @Test("labels from outside cannot fill the memory")
    func bounded() {
        let prometheus = Prometheus()
        for index in 0..<Prometheus.seriesLimit + 100 {
            prometheus.makeCounter(label: "x", dimensions: [("i", String(index))]).increment(by: 1)
        }
        #expect(prometheus.exposition().split(separator: "\n").count == Prometheus.seriesLimit + 1)
    }

    @Test("a log line is one line of JSON, whatever it holds")
    func json() throws {
        let lines = SharedText()
        var logger = Logger(label: "web") { JSONLog(label: $0, write: { lines.add($0) }) }
        logger[metadataKey: "hb.request.id"] = "42"
        logger.info("two\nlines \"quoted\"\u{2028}", metadata: ["a": "\u{1}b"])
        let line = lines.text
        #expect(line.hasSuffix("}\n") && line.dropLast().allSatisfy { !$0.isNewline })
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
        #expect(object?["message"] == "two\nlines \"quoted\"\u{2028}")
        #expect(object?["request"] == "42")
        #expect(object?["a"] == "\u{1}b")
    }

    @Test("live events reach those whom they concern")
    func live() {
        let event = LiveEvent("x", data: "{\"a\":1}\n{}", services: [7])
        #expect(event.concerns(.everything) && event.concerns(.services([7, 8])))
        #expect(!event.concerns(.services([8])) && !event.concerns(.nothing))
        #expect(LiveEvent("x", data: "").concerns(.services([1])) && !LiveEvent("x", data: "").concerns(.nothing))
        #expect(event.text == "event: x\ndata: {\"a\":1}\ndata: {}\n\n")
    }

    @Test("a page hears what is published, and its stream ends when the server does")
    func stream() async throws {
        let live = Live(limit: 1)
        let response = try live.response(.everything, heartbeat: .milliseconds(20))
        #expect(throws: Failure.self) { try live.response(.everything) }
        live.publish(LiveEvent("hello", data: "{}"))
        let written = SharedText()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await response.body.write(TextWriter(written: written)) }
            while !written.text.contains(": \n\n") { try await Task.sleep(for: .milliseconds(5)) }
            live.close()
            try await group.waitForAll()
        }
        #expect(written.text.contains("event: hello\ndata: {}\n\n"))
        #expect(live.count == 0)
    }
}
