import HTTPTypes
import Kernel
import Synchronization

/// Where the world is kept: one at a time changes it.
final class Town: Sendable {
    let settings: SimulatorSettings
    let clock: Clock
    let faults = FaultBoard()
    private let state: Mutex<(world: World, isChanged: Bool)>

    /// Reads what was kept, where there is something. Throws `.unusable` for a file that is no state.
    init(_ settings: SimulatorSettings, clock: Clock) throws {
        try settings.check()
        (self.settings, self.clock) = (settings, clock)
        let now = clock.now()
        var world = World(settings, now: now)
        if let file = settings.stateFile, let kept = try StateFile(path: file).read() {
            world = kept
            world.accounts = settings.accounts
            world.welcome(now)
        }
        state = Mutex((world, false))
    }

    /// The time on the networks: ours, and what control has put it forward by.
    var now: Instant { clock.now().adding(seconds: state.withLock { $0.world.ahead }) }

    func read<Result: Sendable>(_ body: (World) throws -> Result) rethrows -> Result {
        try state.withLock { try body($0.world) }
    }

    func change<Result: Sendable>(_ body: (inout World) throws -> Result) rethrows -> Result {
        try state.withLock { state in
            state.isChanged = true
            return try body(&state.world)
        }
    }

    /// Forgets everything.
    func reset() {
        faults.reset()
        let now = clock.now()
        state.withLock { $0 = (World(settings, now: now), true) }
    }

    /// Writes what has changed since the last time; nothing where nothing is kept.
    func save() throws {
        guard let file = settings.stateFile else { return }
        let world: World? = state.withLock { state in
            guard state.isChanged else { return nil }
            state.isChanged = false
            return state.world
        }
        guard let world else { return }
        do { try StateFile(path: file).write(world) } catch {
            state.withLock { $0.isChanged = true }
            throw error
        }
    }

    func record(_ call: Call, _ operation: String, _ status: Int, faults: [String]) {
        let record = CallRecord(
            at: call.now, network: call.network, operation: operation, method: call.method.rawValue,
            path: "/" + call.path.joined(separator: "/").prefix(300), status: status, faults: faults)
        change { world in
            world.calls.append(record)
            if world.calls.count > World.mostCalls { world.calls.removeFirst(world.calls.count - World.mostCalls) }
        }
    }
}
