import Foundation
import Kernel
import Testing

@testable import Media

/// Our own readers before damaged bytes: they end, with a layout or a reason, and never read beyond.
@Suite(.enabled(if: Atelier.isEquipped, Atelier.wanted)) struct HostileLayoutTests {
    struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    static func damaged(_ bytes: [UInt8], _ dice: inout Dice) -> [UInt8] {
        var out = bytes
        for _ in 0..<Int.random(in: 1...6, using: &dice) where !out.isEmpty {
            let at = Int.random(in: 0..<min(out.count, Bool.random(using: &dice) ? 600 : out.count), using: &dice)
            switch Int.random(in: 0..<4, using: &dice) {
            case 0: out[at] = UInt8.random(in: 0...255, using: &dice)
            case 1: out[at] = [0, 0xFF, 0x7F, 0x80].randomElement(using: &dice) ?? 0
            case 2: out.removeSubrange(at..<min(out.count, at + Int.random(in: 1...40, using: &dice)))
            default: out.insert(contentsOf: out[at..<min(out.count, at + Int.random(in: 1...40, using: &dice))], at: at)
            }
        }
        return out
    }

    @Test("pictures", arguments: ["a.jpg", "a.png", "a.gif", "a.webp", "m.gif", "m.webp"])
    func pictures(_ name: String) async throws {
        try await inAtelier { atelier in
            var bytes: [UInt8]
            if name.hasPrefix("m") {
                try atelier.film("m.gif", seconds: 1, size: "64x48", rate: 5, sound: false)
                if name == "m.webp" { try atelier.run("vips", ["webpsave", "m.gif[n=-1]", name]) }
                bytes = try atelier.bytes(atelier.path(name))
            } else {
                let file = try atelier.picture(name, 64, 48)
                if name != "a.gif" { try atelier.run("exiftool", TraceTests.planted + [file]) }
                bytes = try atelier.bytes(file)
            }
            var dice = Dice(state: UInt64(name.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) }))
            var whole = 0
            for _ in 0..<4_000 {
                let damaged = Self.damaged(bytes, &dice)
                do {
                    guard let layout = try Probe.layout(damaged) else { continue }
                    whole += 1
                    // What would be kept is a picture again, with nothing beside it.
                    let again = try Probe.layout(layout.bare(damaged))
                    #expect(again?.traces == [] && again?.width == layout.width && again?.frames == layout.frames)
                } catch is Failure {}
            }
            #expect(whole > 0)
        }
    }

    @Test("EXIF, HEIC and TIFF", arguments: ["a.tif", "a.heic", "a.avif"])
    func blocks(_ name: String) async throws {
        try await inAtelier { atelier in
            let file = try atelier.picture(name, 64, 48)
            try atelier.run("exiftool", TraceTests.planted + [file])
            let bytes = try atelier.bytes(file)
            var dice = Dice(state: 11)
            for _ in 0..<4_000 {
                let damaged = Self.damaged(bytes, &dice)
                _ = ExifBlock(damaged[...])
                do { _ = try StillBoxes.read(damaged) } catch is Failure {}
                _ = ICCName.of(damaged[...])
            }
        }
    }

    @Test("films")
    func films() async throws {
        try await inAtelier { atelier in
            let bytes = try atelier.bytes(try TraceTests.talkative(atelier))
            var dice = Dice(state: 12)
            for _ in 0..<600 {
                let file = try atelier.write(Self.damaged(bytes, &dice), "damaged")
                do { _ = try BoxLayout.read(FileBytes(file)) } catch is Failure {}
            }
        }
    }
}
