import Foundation
import Kernel
import Wire

/// A client that may reach these loopback ports and nothing else private.
func client(
    _ ports: Int..., names: [String: [String]] = [:], pause: Double = 0, perHost: Int = 8, authority: String? = nil,
    clock: Clock = .system
) throws -> HTTP {
    let resolver = Resolver { host in
        guard let texts = names[host] else { throw Failure(.unavailable, "\(host): no such name") }
        return texts.compactMap { IPAddress($0) }
    }
    return .live(
        try settings(ports, resolver, pause: pause, perHost: perHost, authority: authority), clock: clock)
}

func settings(
    _ ports: [Int], _ resolver: Resolver = .system, pause: Double = 0, perHost: Int = 8, authority: String? = nil
) throws -> WireSettings {
    WireSettings(
        contact: "https://chu-exemple.fr/resonance",
        addresses: AddressGuard(exemptions: try ports.map { try Exemption("127.0.0.1:\($0)") }, resolver: resolver),
        perHost: perHost, pause: pause, connect: 3, extraAuthorities: authority)
}

/// What a failing call says; nil when it does not fail.
func failure(of body: () async throws -> some Any) async -> Failure? {
    do {
        _ = try await body()
        return nil
    } catch { return error as? Failure }
}

func document(_ answer: Answer) -> Document? {
    if case .fresh(let document) = answer { return document }
    return nil
}

/// Runs a program of the machine and gives what it wrote.
@discardableResult
func output(of program: String, _ arguments: [String], input: Data = Data()) throws -> Data {
    let process = Process()
    let (source, sink) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardInput = source
    process.standardOutput = sink
    process.standardError = FileHandle.nullDevice
    try process.run()
    let writer = Thread {
        try? source.fileHandleForWriting.write(contentsOf: input)
        try? source.fileHandleForWriting.close()
    }
    writer.start()
    let data = try sink.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return data
}

func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    Array(try output(of: "/bin/gzip", ["-c", "-n"], input: Data(bytes)))
}
