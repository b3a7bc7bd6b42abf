import Foundation
import Hummingbird
import HTTPTypes
import Kernel

extension Pages {
    /// `/healthz`, which asks `check` whether the server can work (200 `ok`, or 503), and `/metrics`, which answers to
    /// this machine only, or to whoever has the token of the settings.
    public func operations(_ prometheus: Prometheus, check: @escaping @Sendable () async throws -> Void) {
        machine(.get, "healthz") { _, _ in
            do {
                try await check()
                return Self.plain("ok\n")
            } catch {
                return Self.plain("unavailable\n", status: .serviceUnavailable)
            }
        }
        machine(.get, "metrics") { request, context in
            try Self.mayReadMetrics(request, context)
            ProcessFigures.record(in: prometheus)
            return Self.plain(prometheus.exposition(), type: "text/plain; version=0.0.4; charset=utf-8")
        }
    }

    /// Behind a proxy everybody comes from loopback: the token is then the only way.
    private static func mayReadMetrics(_ request: Request, _ context: PageContext) throws {
        let settings = context.site.settings
        if let token = settings.metricsToken {
            let given = request.headers[.authorization] ?? ""
            if ForgeryGuard.same(given, "Bearer \(token)") { return }
        } else if !settings.behindProxy, ["127.0.0.1", "::1"].contains(context.address) {
            return
        }
        throw Failure(.notFound, "metrics asked for from elsewhere")
    }

    static func plain(
        _ text: String, status: HTTPResponse.Status = .ok, type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(status: status, headers: [.contentType: type], body: .init(byteBuffer: .init(string: text)))
    }
}

/// What the kernel says of this process (Linux `/proc`), under the names that Prometheus' own libraries use.
enum ProcessFigures {
    static func record(in prometheus: Prometheus) {
        if let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) {
            let pages = text.split(separator: " ").compactMap { Double($0) }
            let size = Double(sysconf(Int32(_SC_PAGESIZE)))
            if pages.count > 1 {
                prometheus.series("process_virtual_memory_bytes", [], .gauge).set(pages[0] * size)
                prometheus.series("process_resident_memory_bytes", [], .gauge).set(pages[1] * size)
            }
        }
        if let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            prometheus.series("process_open_fds", [], .gauge).set(Int64(open.count))
        }
        var usage = rusage()
        if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
            let seconds = Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            let micros = Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
            prometheus.series("process_cpu_seconds_total", [], .counter).set(seconds + micros / 1e6)
        }
    }
}
