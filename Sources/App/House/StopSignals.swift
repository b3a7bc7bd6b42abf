import ServiceLifecycle
import UnixSignals

/// The order to stop, heard from the first moment of a command on.
///
/// Before a process listens for SIGTERM, the kernel ends it on the spot with a status that says "killed": a service
/// group listens only once everything is built. A signal that comes while the schema is brought up to date, or the
/// model read, waits here until the group runs, and stops it at once.
struct StopSignals: Service {
    private let signals: UnixSignalsSequence

    init() async { signals = await UnixSignalsSequence(trapping: .sigterm, .sigint) }

    /// Returns at the first signal, and with it the group that it belongs to.
    func run() async throws {
        await cancelWhenGracefulShutdown { for await _ in signals { return } }
    }
}
