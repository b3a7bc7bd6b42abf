import Dispatch
import Foundation

/// Ctrl-C and a polite kill stop the work at hand cleanly instead of ending the process in the middle.
enum Interruption {
    static func cancelling<T, R>(_ work: Task<T, any Error>, _ body: () async throws -> R) async rethrows -> R {
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { work.cancel() }
            source.resume()
            return source
        }
        defer { sources.forEach { $0.cancel() } }
        return try await body()
    }
}
