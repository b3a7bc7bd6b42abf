import Foundation

/// Cuts a stream at its line ends (LF, or CR LF). Blank lines are counted and passed over.
final class LineCutter: Cutter {
    private let window: Window
    private let longest: Int
    private var held = 0
    private var length = 0
    private(set) var number: Int64
    private(set) var offset: Int64 = 0

    init(_ window: Window, after number: Int64, longest: Int) {
        self.window = window
        self.number = number
        self.longest = longest
    }

    var piece: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: window.bytes[..<length]) }

    func advance() throws -> Found {
        while true {
            window.drop(held)
            held = 0
            guard let end = try lineEnd() else { return .end }
            number += 1
            offset = window.offset
            if end < 0 {
                try skipLine()
                return .broken("longer than \(longest) bytes")
            }
            held = min(end + 1, window.count)
            length = end > 0 && window.bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
            if piece.contains(where: { $0 > 32 }) { return .piece }
        }
    }

    /// Length of the line that starts here; -1 when it passes the limit, nil when nothing is left.
    private func lineEnd() throws -> Int? {
        var seen = 0
        while true {
            let bytes = window.bytes
            if seen < bytes.count, let base = bytes.baseAddress,
                let found = memchr(base + seen, 10, bytes.count - seen)
            {
                let end = UnsafeRawPointer(found) - base
                return end > longest ? -1 : end
            }
            seen = bytes.count
            if seen > longest { return -1 }
            if try !window.more() { return seen == 0 ? nil : seen }
        }
    }

    private func skipLine() throws {
        while true {
            let bytes = window.bytes
            if let base = bytes.baseAddress, let found = memchr(base, 10, bytes.count) {
                held = UnsafeRawPointer(found) - base + 1
                length = 0
                return
            }
            window.drop(window.count)
            if try !window.more() { return }
        }
    }
}
