import ArgumentParser
import Foundation
import Kernel
import Logging
import Metrics
import People
import Simulator
import Web

/// The server.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Start the server.",
        discussion: "With --sample, an empty data folder is first filled with a fictitious hospital.")

    @OptionGroup var installation: InstallationOptions

    @Option(help: "Address to listen on (127.0.0.1).")
    var host: String?

    @Option(help: "Port (8080); 0 takes a free one.")
    var port: Int?

    @Flag(help: "Fill an empty data folder with the sample hospital.")
    var sample = false

    func run() async throws {
        let stop = await StopSignals()
        let settings = try await installation.load(["host": host, "port": (try served).map(String.init)])
        let prometheus = Prometheus()
        MetricsSystem.bootstrap(prometheus)
        let logger = Log.server(settings)
        var house = try await House.open(settings, logger: logger)
        if sample, try await SampleHospital(house: house).fill() {
            Terminal.say("The sample hospital was written into \(settings.data).")
        }
        let setup = try await house.people.setupToken()
        let isSample = try await SampleHospital(house: house).isHere()
        let networks = isSample ? try SampleNetworks(settings) : nil
        if let networks { house = try await networks.join(house) }
        let server = Server(
            house: house, prometheus: prometheus, logger: logger, beside: networks.map { [$0.networks.service] } ?? [])
        try await server.run(until: stop) { port in
            Self.welcome("http://\(settings.host):\(port)", settings, setup: setup, isSample: isSample)
            if let networks { Terminal.say("Its networks are played at \(networks.address)") }
        }
    }

    /// A sample hospital tells its networks where it is before it is there: the free port is taken beforehand.
    private var served: Int? {
        get throws {
            guard sample, port == 0 else { return port }
            guard let free = SocketProbe.freePort(SampleNetworks.distance) else {
                throw Failure(.unavailable, "no port is free")
            }
            return free
        }
    }

    private static func welcome(_ address: String, _ settings: Settings, setup: String?, isSample: Bool) {
        let site = settings.publicAddress ?? address
        Terminal.say("Résonance is at \(site)")
        if isSample {
            Terminal.say("Sign in as \(SampleHospital.people[1].email), password \(SampleHospital.password)")
        }
        if let setup { Terminal.say("First administrator: \(site)/setup?token=\(setup)") }
    }
}

/// Fills a folder with the sample hospital and stops.
struct SampleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample", abstract: "Fill an empty data folder with the sample hospital, and stop.")

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        let house = try await House.open(try await installation.load())
        let filled = try await SampleHospital(house: house).fill()
        try await house.close()
        guard filled else { throw Failure(.conflict, "the data folder holds a hospital already") }
        print("sign in as \(SampleHospital.people[1].email), password \(SampleHospital.password)")
    }
}
