import Testing

@testable import Archives

@Suite("Cutting a stream of any length")
struct CutterTests {
    /// The same bytes over and over, up to a length that no test would hold in memory twice.
    private final class Endless: ByteStream {
        private let pattern: [UInt8]
        private var left: Int
        private var at = 0

        init(_ start: String, _ pattern: String, bytes: Int) {
            self.pattern = Array(pattern.utf8)
            pending = Array(start.utf8)
            left = bytes
        }

        private var pending: [UInt8]

        func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
            if !pending.isEmpty {
                buffer.copyBytes(from: pending)
                defer { pending = [] }
                return pending.count
            }
            var count = 0
            while count < min(buffer.count, left) {
                let step = min(pattern.count - at, min(buffer.count, left) - count)
                UnsafeMutableRawBufferPointer(rebasing: buffer[count..<count + step]).copyBytes(
                    from: pattern[at..<at + step])
                at = (at + step) % pattern.count
                count += step
            }
            left -= count
            return count
        }
    }

    private func pieces(_ cutter: any Cutter) throws -> (pieces: Int, broken: Int) {
        var counts = (pieces: 0, broken: 0)
        while true {
            switch try cutter.advance() {
            case .piece: counts.pieces += 1
            case .broken: counts.broken += 1
            case .end: return counts
            }
        }
    }

    @Test("lines, rows and elements pass through a window that does not grow", arguments: [0, 1, 2])
    func window(_ kind: Int) throws {
        let length = 4 << 20
        let patterns = ["{\"id\":\"1\"}\n", "a;\"b\nc\";d\n", "{\"id\":[1,{}]},"]
        let window = Window(Endless(kind == 2 ? "[" : "", patterns[kind], bytes: length))
        let cut = [Cut.lines, .rows(Dialect(separator: UInt8(ascii: ";"))), .elements][kind]
        let counts = try pieces(cut.cutter(window, after: 0, limits: .standard))
        #expect(counts.pieces >= length / patterns[kind].utf8.count)
        #expect(window.capacity <= 256 << 10)
    }

    @Test(
        "one piece that never ends is passed over in bounded memory",
        arguments: [
            (Cut.lines, ""), (.rows(Dialect(separator: UInt8(ascii: ";"))), "a;\""), (.elements, "["),
            (.elements, "{\"key\":{\"a\":\""),
            (.document, ""), (.listItems, "<li>"),
        ])
    func endless(_ cut: Cut, _ start: String) throws {
        let window = Window(Endless(start, start == "[" ? "[" : "x", bytes: 4 << 20))
        let counts = try pieces(cut.cutter(window, after: 0, limits: ArchiveLimits(element: 300_000)))
        #expect(counts.pieces == 0)
        #expect(counts.broken >= 1)
        #expect(window.capacity <= 1 << 20)
    }

    @Test("elements are the same wherever the chunks fall") func chunks() throws {
        final class Drops: ByteStream {
            private var left: ArraySlice<UInt8>
            private let size: Int

            init(_ text: String, _ size: Int) { (left, self.size) = (Array(text.utf8)[...], size) }

            func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
                let count = min(size, left.count)
                buffer.copyBytes(from: left.prefix(count))
                left = left.dropFirst(count)
                return count
            }
        }
        let text = #" x = {"a":"[","n":-1.5e3 ,"list":[{"k":"\"]}\\"},[1,2],"s",true,12 ],"o":{"q":[9]},"more":[null]}"#
        for size in 1...text.utf8.count {
            let cutter = ElementCutter(Window(Drops(text, size)), longest: 1000)
            var found: [String] = []
            while case .piece = try cutter.advance() {
                found.append("\(cutter.key ?? "") \(cutter.number) \(String(decoding: cutter.piece, as: UTF8.self))")
            }
            #expect(
                found == [
                    #"list 1 {"k":"\"]}\\"}"#, "list 2 [1,2]", "list 3 \"s\"", "list 4 true", "list 5 12",
                    "more 6 null",
                ])
        }
    }
}
