import Hummingbird
import Kernel
import Logging
import NIOCore
public import ServiceLifecycle

/// Runs the simulated networks until it is told to stop.
public struct SimulatorService: Service {
    let networks: SimulatedNetworks

    public func run() async throws {
        let settings = networks.settings
        let application = Application(
            router: networks.router,
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port), serverName: "simulated"),
            onServerRunning: { [networks] channel in networks.listens(on: channel.localAddress?.port) },
            logger: Logger(label: "simulator"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            group.addTask { [networks] in try await Self.work(networks) }
            try await group.next()
            group.cancelAll()
            do { try await group.waitForAll() } catch is CancellationError {}
        }
        networks.listens(on: nil)
        try networks.save()
    }

    /// Brings webhooks and keeps the state, twice a second.
    private static func work(_ networks: SimulatedNetworks) async throws {
        var isDue = false
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            await networks.deliver()
            if isDue { try networks.save() }
            isDue.toggle()
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .milliseconds(500)) }
        }
    }
}
