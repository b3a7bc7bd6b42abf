import Foundation
import Kernel
import Testing

@testable import Media

/// What a file may cost, and what is left behind.
@Suite(.enabled(if: Atelier.isEquipped, Atelier.wanted)) struct LimitTests {
    /// Processes that run in a folder.
    static func running(in folder: String) -> Int {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.filter { Int($0) != nil } ?? []
        return processes.count { process in
            let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")
            return place?.hasPrefix(folder) == true
        }
    }

    /// A minute of noise, which takes long to code.
    static func long(_ atelier: Atelier) throws -> String {
        try atelier.film("long.mov", seconds: 40, size: "1280x720", sound: false, ["-c:v", "mpeg4", "-q:v", "3"])
    }

    @Test("work that is no longer wanted ends its tool and leaves nothing")
    func cancelled() async throws {
        try await inAtelier { atelier in
            let file = try Self.long(atelier)
            let told = ProgressLog()
            let work = Task { try await Cleaner(atelier.bench).clean(file) { told.add($0) } }
            // Until the tool is under way.
            while told.shares.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
            #expect(Self.running(in: atelier.bench.folder) == 1)
            #expect(try atelier.kept().count == 1)
            work.cancel()
            await #expect(throws: CancellationError.self) { try await work.value }
            #expect(Self.running(in: atelier.bench.folder) == 0)
            #expect(try atelier.kept() == [])
        }
    }

    @Test("a tool that is killed leaves nothing, and the failure says so")
    func killed() async throws {
        try await inAtelier { atelier in
            let file = try Self.long(atelier)
            let told = ProgressLog()
            let work = Task { try await Cleaner(atelier.bench).clean(file) { told.add($0) } }
            while told.shares.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
            for process in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
                let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")
                if place?.hasPrefix(atelier.bench.folder) == true, let number = Int32(process) { kill(number, SIGSEGV) }
            }
            let failure = await #expect(throws: Failure.self) { try await work.value }
            #expect(failure?.kind == .unusable)
            #expect(try atelier.kept() == [])
        }
    }

    @Test("time, memory and size have their ends")
    func ends() async throws {
        var (time, memory, writes) = (MediaLimits.standard, MediaLimits.standard, MediaLimits.standard)
        time.videoTime = 0.3
        memory.memory = 60 << 20
        writes.writes = 20_000
        for limits in [time, memory, writes] {
            try await inAtelier(limits) { atelier in
                let file = try Self.long(atelier)
                let failure = await #expect(throws: Failure.self) { try await Cleaner(atelier.bench).clean(file) }
                #expect(failure?.kind == .tooLarge || failure?.kind == .unusable)
                if limits == time || limits == writes { #expect(failure?.words == "media.too_costly") }
                #expect(try atelier.kept() == [])
                #expect(Self.running(in: atelier.bench.folder) == 0)
            }
        }
    }

    @Test("bytes, pixels, frames and seconds beyond the limits are refused")
    func sizes() async throws {
        var limits = MediaLimits.standard
        (limits.imageBytes, limits.videoBytes, limits.pixels) = (200_000, 300_000, 500_000)
        (limits.animationFrames, limits.videoSeconds) = (10, 1)
        try await inAtelier(limits) { atelier in
            let files = [
                (try atelier.picture("a.png", 600, 400, noise: 90), "media.too_heavy"),
                (try atelier.picture("a.jpg[Q=20]", 1_000, 600), "media.too_many_pixels"),
                (try atelier.film("a.gif", size: "64x64", rate: 10, sound: false), "media.too_many_pixels"),
                (try atelier.film("a.mp4"), "media.too_long"),
                (try atelier.film("b.mov", size: "640x360", ["-c:v", "mpeg4", "-q:v", "1"]), "media.too_heavy"),
            ]
            for (file, words) in files {
                let failure = await #expect(throws: Failure.self) { try await Probe(atelier.bench).facts(of: file) }
                #expect(failure?.kind == .tooLarge && failure?.words == words, "\(file)")
            }
        }
    }

    @Test("a tool that is missing is named")
    func missing() async throws {
        try await inAtelier { atelier in
            let file = try atelier.picture("a.jpg")
            let bench = Workbench(folder: atelier.bench.folder, programs: [atelier.folder])
            #expect(bench.missing() == Tool.allCases && !atelier.bench.missing().contains(.ffmpeg))
            let failure = await #expect(throws: Failure.self) { try await Probe(bench).facts(of: file) }
            #expect(failure?.kind == .unavailable && failure?.words == "media.no_tool")
            #expect(try atelier.kept() == [])
        }
    }

    @Test("what a killed server left is swept away, and results stay")
    func sweep() async throws {
        try await inAtelier { atelier in
            try FileManager.default.createDirectory(
                atPath: atelier.bench.folder + "/.work-1/deep", withIntermediateDirectories: true)
            try atelier.write("a", "kept/result.jpg")
            try atelier.bench.sweep()
            #expect(try atelier.kept() == ["result.jpg"])
        }
    }

    @Test("a tool sees nothing of the server's environment")
    func environment() async throws {
        try await inAtelier { atelier in
            // In vips' place, something that says what it was given.
            let tools = atelier.path("tools")
            try FileManager.default.createDirectory(atPath: tools, withIntermediateDirectories: true)
            try atelier.write("#!/bin/sh\nexec /usr/bin/env\n", "tools/vips")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tools + "/vips")
            setenv("RESONANCE_SECRET", "hunter2", 1)
            let bench = Workbench(folder: atelier.bench.folder, programs: [tools, "/usr/bin"])
            let file = try atelier.picture("a.jpg")
            let said = try await bench.work(on: file) {
                try await $0.run(Tool.Call(tool: .vips, arguments: [], seconds: 10))
            }
            let lines = String(decoding: said, as: UTF8.self)
            #expect(lines.contains("VIPS_BLOCK_UNTRUSTED=1") && lines.contains("LC_ALL=C.UTF-8"))
            #expect(!lines.contains("hunter2") && !lines.contains("USER="))
        }
    }
}
