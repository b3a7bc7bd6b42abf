/// The whole member as one piece.
final class DocumentCutter: Cutter {
    private let window: Window
    private let longest: Int
    private(set) var number: Int64 = 0
    let offset: Int64 = 0

    init(_ window: Window, longest: Int) {
        self.window = window
        self.longest = longest
    }

    var piece: UnsafeRawBufferPointer { window.bytes }

    func advance() throws -> Found {
        if number > 0 { return .end }
        number = 1
        while window.count <= longest {
            if try !window.more() { return window.count == 0 ? .end : .piece }
        }
        return .broken("longer than \(longest) bytes")
    }
}

/// One piece an `<li>` of a page that a machine wrote (YouTube's old my-comments.html): from its tag to its closing tag.
final class ListItemCutter: Cutter {
    private let window: Window
    private let longest: Int
    private var length = 0
    private(set) var number: Int64 = 0
    private(set) var offset: Int64 = 0

    init(_ window: Window, longest: Int) {
        self.window = window
        self.longest = longest
    }

    var piece: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: window.bytes[..<length]) }

    func advance() throws -> Found {
        window.drop(length)
        length = 0
        guard let start = try find("<li", dropping: true) else { return .end }
        window.drop(start)
        number += 1
        offset = window.offset
        guard let end = try find("</li>", dropping: false) else {
            window.drop(min(window.count, 3))
            return .broken("not HTML as Takeout writes it: an item never ends")
        }
        length = end + 5
        return .piece
    }

    /// Where `tag` is, reading on as needed; nil at the end, or past the limit when nothing may be dropped.
    private func find(_ tag: String, dropping: Bool) throws -> Int? {
        let wanted = Array(tag.utf8)
        var from = 0
        while true {
            if let found = window.bytes[from...].firstRange(of: wanted) { return found.lowerBound }
            from = max(0, window.count - wanted.count)
            if dropping {
                window.drop(from)
                from = 0
            } else if window.count > longest {
                return nil
            }
            if try !window.more() { return nil }
        }
    }
}
