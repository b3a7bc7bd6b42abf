/// Cuts a JSON document into the elements of its arrays, by counting brackets outside strings: those of the outermost
/// array, or of every array that is a member of the outermost object (`{"reviews":[…]}`). What stands before the first
/// bracket is passed over (`window.YTD.tweets.part0 = `). An element is not understood here, only delimited, so one
/// that is broken inside costs itself alone. Why by hand: docs/decisions/archives-json.md.
final class ElementCutter: Cutter {
    private enum Place { case before, object, array, end }
    /// What may stand before the document.
    private static let longestPrelude = 256

    private let window: Window
    private let longest: Int
    private var place = Place.before
    private var insideObject = false
    private var length = 0
    private(set) var number: Int64 = 0
    private(set) var offset: Int64 = 0
    private(set) var key: String?

    init(_ window: Window, longest: Int) {
        self.window = window
        self.longest = longest
    }

    var piece: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: window.bytes[..<length]) }

    func advance() throws -> Found {
        window.drop(length)
        length = 0
        while true {
            switch place {
            case .before: if let broken = try enter() { return broken }
            case .object: if let broken = try nextMember() { return broken }
            case .array: if let found = try nextElement() { return found }
            case .end: return .end
            }
        }
    }

    /// Takes everything up to the first bracket.
    private func enter() throws -> Found? {
        var passed = 0
        while let byte = try peek() {
            if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
                window.drop(1)
                insideObject = byte == UInt8(ascii: "{")
                place = insideObject ? .object : .array
                return nil
            }
            passed += 1
            window.drop(1)
            if passed > Self.longestPrelude { break }
        }
        return over("not JSON: no bracket at its start")
    }

    /// Takes one `"key": value`; a value that is an array is entered, any other is passed over.
    private func nextMember() throws -> Found? {
        guard let byte = try peekPastSpace() else { return over("not JSON: ends before its last bracket") }
        if byte == UInt8(ascii: "}") {
            place = .end
            return nil
        }
        if byte == UInt8(ascii: ",") {
            window.drop(1)
            return nil
        }
        guard byte == UInt8(ascii: "\""), let keyLength = try valueLength(), keyLength >= 0 else {
            return over("not JSON: a key was expected")
        }
        var scanner = JSONScanner(UnsafeRawBufferPointer(rebasing: window.bytes[1..<keyLength]), lenient: true)
        let name = try? scanner.string()
        window.drop(keyLength)
        guard try peekPastSpace() == UInt8(ascii: ":") else { return over("not JSON: “:” was expected after a key") }
        window.drop(1)
        if try peekPastSpace() == UInt8(ascii: "[") {
            window.drop(1)
            key = name
            place = .array
        } else if try passValue() == false {
            return over("not JSON: ends before its last bracket")
        }
        return nil
    }

    private func nextElement() throws -> Found? {
        guard let byte = try peekPastSpace() else { return over("not JSON: ends before its last bracket") }
        if byte == UInt8(ascii: ",") {
            window.drop(1)
            return nil
        }
        if byte == UInt8(ascii: "]") {
            window.drop(1)
            place = insideObject ? .object : .end
            return nil
        }
        number += 1
        offset = window.offset
        if byte == UInt8(ascii: "}") { return over("not JSON: “}” where an element was expected") }
        switch try valueLength() {
        case .none: return over("not JSON: the file ends in the middle of it")
        case .some(let count) where count < 0:
            return try passValue()
                ? .broken("longer than \(longest) bytes") : over("not JSON: the file ends in the middle of it")
        case .some(let count):
            length = count
            return .piece
        }
    }

    private func over(_ reason: String) -> Found {
        place = .end
        return .broken(reason)
    }

    private func peek() throws -> UInt8? {
        while window.count == 0 { if try !window.more() { return nil } }
        return window.bytes[0]
    }

    private func peekPastSpace() throws -> UInt8? {
        while let byte = try peek() {
            if byte > 32 { return byte }
            window.drop(window.bytes.firstIndex { $0 > 32 } ?? window.count)
        }
        return nil
    }

    /// Length of the value that starts here; -1 when it passes the limit, nil when the stream ends inside it.
    private func valueLength() throws -> Int? {
        var extent = ValueExtent()
        var seen = 0
        while true {
            if let end = extent.scan(window.bytes, from: seen) { return end > longest ? -1 : end }
            seen = window.count
            if seen > longest { return -1 }
            if try !window.more() { return extent.isBare ? seen : nil }
        }
    }

    /// Goes past the value that starts here without holding it; false when the stream ends inside it.
    private func passValue() throws -> Bool {
        var extent = ValueExtent()
        while true {
            if let end = extent.scan(window.bytes, from: 0) {
                window.drop(end)
                return true
            }
            window.drop(window.count)
            if try !window.more() { return extent.isBare }
        }
    }
}
