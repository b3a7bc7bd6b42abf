import Foundation
import Kernel
import Logging
import ServiceLifecycle
import Storage
import Web

/// Tells open pages which conversations have changed: their numbers, never their words. One look at the event log every
/// two seconds serves all pages of this node, and none when no page is open.
struct InboxLive: Service {
    let desk: DialogueDesk
    let live: Live
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var place: Int64?
            while (try? await Task.sleep(for: .seconds(2))) != nil {
                do { place = try await look(after: place) } catch {
                    if !(error is CancellationError) { logger.error("inbox pages: \(error)") }
                }
            }
        }
        live.close()
    }

    /// Nobody looks: the place is forgotten, and found again at the end of the log.
    func look(after place: Int64?) async throws -> Int64? {
        guard live.count > 0 else { return nil }
        let log = EventLog(desk.database)
        guard let place else { return try await log.end() }
        let events = try await log.events(after: place, limit: 500)
        var told: Set<Int64> = []
        for (_, event) in events where event.kind == Threading.event && told.insert(event.subject).inserted {
            let services = try await desk.database.read { try ConversationStore.services(of: event.subject, in: $0) }
            live.publish(LiveEvent("changed", data: "{\"id\":\"\(event.subject)\"}", services: services))
        }
        return events.last?.place ?? place
    }
}
