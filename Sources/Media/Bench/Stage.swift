import Foundation
import Kernel
import Subprocess
import SystemPackage

/// One piece of work in its own folder: files are called by short names of ours, and tools run inside of it.
struct Stage: Sendable {
    /// What the stranger's file is called here.
    static let input = "input"

    let folder: String
    let bench: Workbench

    func path(_ name: String) -> String { folder + "/" + name }

    func size(_ name: String) throws -> Int64 { try FileBytes.size(path(name)) }

    func remove(_ name: String) { try? FileManager.default.removeItem(atPath: path(name)) }

    /// Runs a tool and gives what it wrote on standard output.
    ///
    /// Throws `.unavailable` where it is not installed, `.tooLarge` when it met a limit of time, memory or size,
    /// `.unusable` when it refused the file, and `CancellationError`. The tool is dead before this returns.
    @discardableResult
    func run(_ call: Tool.Call) async throws -> [UInt8] {
        let configuration = try configuration(call)
        return try await within(call) {
            let result = try await Subprocess.run(configuration, output: .bytes(limit: call.answer), error: .discarded)
            try judge(result.terminationStatus, call.tool)
            return result.standardOutput
        }
    }

    /// Runs a tool whose standard output tells how far it is, line by line.
    func run(_ call: Tool.Call, line: @escaping @Sendable (String) -> Void) async throws {
        let configuration = try configuration(call)
        _ = try await within(call) {
            let result = try await Subprocess.run(configuration, input: .none, output: .sequence, error: .discarded) {
                process in
                for try await text in process.standardOutput.strings() { line(text) }
            }
            try judge(result.terminationStatus, call.tool)
            return []
        }
    }

    /// Moves a result into the caller's folder under its digest.
    func keep(_ name: String, ending: String) throws -> (path: String, digest: String) {
        let digest = try FileBytes.digest(path(name))
        let kept = bench.folder + "/" + digest + "." + ending
        // rename(2) replaces: the same content under the same name is the same file.
        guard rename(path(name), kept) == 0 else { throw Failure(.broken, "a result could not be kept") }
        return (kept, digest)
    }

    /// Takes out of a picture that a tool of ours wrote what the tool added of itself.
    func strip(_ name: String) throws {
        let bytes = try FileBytes(path(name)).all(limit: bench.limits.writes)
        guard let layout = try Probe.layout(bytes), !layout.traces.isEmpty else { return }
        try Data(layout.bare(bytes)).write(to: URL(filePath: path(name)))
    }

    private func configuration(_ call: Tool.Call) throws -> Configuration {
        guard let tool = bench.place(call.tool.rawValue), let limiter = bench.place("prlimit"),
            let nice = bench.place("nice")
        else {
            throw Failure(.unavailable, "\(call.tool.rawValue) is not installed", words: "media.no_tool")
        }
        let limits = bench.limits
        let seconds = Int(min(call.seconds, 1e6).rounded(.up)) * limits.threads
        // Each becomes the next (exec): the process that is known here is the tool itself.
        let words =
            [
                "--cpu=\(seconds):\(seconds + 5)", "--as=\(limits.memory)", "--fsize=\(limits.writes)", "--core=0",
                "--nofile=256", nice, "-n", "10", tool,
            ] + call.arguments
        var options = PlatformOptions()
        // A signal meant for the server, from a terminal, does not reach its tools before the server has heard of it.
        options.createSession = true
        return Configuration(
            executable: .path(FilePath(limiter)), arguments: Arguments(words), environment: environment(call),
            workingDirectory: FilePath(folder), platformOptions: options)
    }

    /// Nothing of the server's environment: no secret, no proxy, no other place for configuration.
    private func environment(_ call: Tool.Call) -> Environment {
        let threads = String(bench.limits.threads)
        var values: [Environment.Key: String] = [
            "PATH": bench.programs.joined(separator: ":"), "LC_ALL": "C.UTF-8", "HOME": folder, "TMPDIR": folder,
            "VIPS_CONCURRENCY": threads, "OMP_THREAD_LIMIT": threads, "MALLOC_ARENA_MAX": "2",
        ]
        if !call.readsOurs { values["VIPS_BLOCK_UNTRUSTED"] = "1" }
        return .custom(values)
    }

    private func within(
        _ call: Tool.Call, _ body: @escaping @Sendable () async throws -> [UInt8]
    ) async throws -> [UInt8] {
        try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            group.addTask {
                do { return try await body() } catch let error as SubprocessError {
                    try Task.checkCancellation()
                    guard error.code == .outputLimitExceeded else {
                        throw Failure(.broken, "\(call.tool.rawValue) could not be run (\(error.code))")
                    }
                    throw Failure(.tooLarge, "\(call.tool.rawValue) said too much", words: "media.unreadable")
                }
            }
            group.addTask {
                try await Task.sleep(for: .seconds(call.seconds))
                return nil
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next() ?? nil else { throw tooSlow(call.tool) }
            return answer
        }
    }

    private func judge(_ status: TerminationStatus, _ tool: Tool) throws {
        switch status {
        case .exited(0): return
        case .exited(let code):
            throw Failure(.unusable, "\(tool.rawValue) refused it (status \(code))", words: "media.unreadable")
        case .signaled(let signal):
            try Task.checkCancellation()
            if signal == SIGXFSZ {
                throw Failure(.tooLarge, "\(tool.rawValue) wrote too much", words: "media.too_costly")
            }
            if signal == SIGXCPU || signal == SIGKILL { throw tooSlow(tool) }
            throw Failure(.unusable, "\(tool.rawValue) died of signal \(signal)", words: "media.unreadable")
        }
    }

    private func tooSlow(_ tool: Tool) -> Failure {
        Failure(.tooLarge, "\(tool.rawValue) met its limit of time", words: "media.too_costly")
    }
}
