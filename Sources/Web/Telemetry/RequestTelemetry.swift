import CoreMetrics
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// Counts and times every request, and writes one line of log about it: the pattern of its path, never the path
/// itself, no query, no address, no name.
struct RequestTelemetry: RouterMiddleware {
    typealias Context = RequestState
    let metrics: any MetricsFactory

    @concurrent
    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = DispatchTime.now().uptimeNanoseconds
        let response = try await next(request, context)
        let elapsed = Int64(DispatchTime.now().uptimeNanoseconds - start)
        let pattern = context.endpointPath ?? "NotFound"
        let method = Self.methods.contains(request.method) ? request.method.rawValue : "OTHER"
        let labels = [("method", method), ("route", pattern)]
        metrics.makeCounter(
            label: "http_requests_total", dimensions: labels + [("status", String(response.status.code))]
        ).increment(by: 1)
        metrics.makeTimer(label: "http_request_duration_seconds", dimensions: labels).recordNanoseconds(elapsed)
        context.logger.info(
            "request",
            metadata: [
                "method": "\(method)", "route": "\(pattern)", "status": "\(response.status.code)",
                "ms": "\(Prometheus.number((Double(elapsed) / 10_000).rounded() / 100))",
            ])
        return response
    }

    private static let methods: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .patch, .delete, .options]
}
