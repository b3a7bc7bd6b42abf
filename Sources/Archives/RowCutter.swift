import Foundation

/// Cuts a table into rows. A quote that is never closed costs its own line and not the rest of the file; when that
/// happens often, quotes are taken to stay within a line, so that a hostile file is not read again and again.
final class RowCutter: Cutter {
    private static let mostStrays = 16

    private let window: Window
    private var dialect: Dialect
    private let longest: Int
    private var length = 0
    private var held = 0
    private var lines: Int64
    private var open = 0
    private(set) var strays = 0
    private(set) var number: Int64 = 0
    private(set) var offset: Int64 = 0

    init(_ window: Window, _ dialect: Dialect, after number: Int64, strays: Int = 0, longest: Int) {
        self.window = window
        self.dialect = dialect
        self.longest = longest
        lines = number
        open = strays
    }

    var piece: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: window.bytes[..<length]) }

    func advance() throws -> Found {
        while true {
            window.drop(held)
            held = 0
            length = 0
            strays = open
            number = lines + 1
            offset = window.offset
            guard let found = try row() else { return .end }
            if case .broken = found { return found }
            if piece.contains(where: { $0 > 32 }) { return .piece }
        }
    }

    private func row() throws -> Found? {
        var extent = RowExtent(dialect: dialect)
        var seen = 0
        while true {
            if open > Self.mostStrays { return try line() }
            if let end = extent.scan(window.bytes, from: seen) {
                hold(end)
                return .piece
            }
            seen = window.count
            if seen > longest { return try stray(extent.isOpen) }
            if try !window.more() {
                if seen == 0 { return nil }
                if extent.isOpen { return try stray(true) }
                hold(seen)
                return .piece
            }
        }
    }

    /// The row is too long, or its quote never closes: gives up its first line only.
    private func stray(_ unclosed: Bool) throws -> Found {
        open += unclosed ? 1 : 0
        _ = try line()
        return .broken(unclosed ? "a quote is never closed" : "longer than \(longest) bytes")
    }

    /// Up to the next line feed, whatever the quotes.
    private func line() throws -> Found? {
        var passed = 0
        while true {
            let bytes = window.bytes
            if let end = bytes.firstIndex(of: 10) {
                hold(end)
                return passed > 0 ? .broken("longer than \(longest) bytes") : .piece
            }
            if bytes.count > longest {
                passed += bytes.count
                window.drop(bytes.count)
            }
            if try !window.more() {
                if window.count == 0 && passed == 0 { return nil }
                hold(window.count)
                return passed > 0 ? .broken("longer than \(longest) bytes") : .piece
            }
        }
    }

    private func hold(_ end: Int) {
        length = end
        held = min(end + 1, window.count)
        lines += Int64(window.bytes[..<held].count { $0 == 10 })
    }
}
