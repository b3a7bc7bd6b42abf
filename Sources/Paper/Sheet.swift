public import Kernel

/// One document. Lengths are millimetres, sizes of type are points.
public struct Sheet: Sendable, Equatable {
    public enum Format: Sendable, Equatable {
        case a4, a5, a6
        case landscapeA4
        case custom(width: Double, height: Double)

        var millimetres: (width: Double, height: Double) {
            switch self {
            case .a4: (210, 297)
            case .a5: (148, 210)
            case .a6: (105, 148)
            case .landscapeA4: (297, 210)
            case .custom(let width, let height): (min(max(width, 20), 1200), min(max(height, 20), 1200))
            }
        }
    }

    public var format: Format
    /// White on all four sides.
    public var margin: Double
    public var tongue: Tongue
    public var title: String
    public var author: String
    public var subject: String
    /// When it was made, as the file says it.
    public var date: Instant
    /// Small, at the foot of each page; the page's number stands at its right.
    public var footer: String?
    /// `3 / 12` at the foot; not on posters.
    public var numbered: Bool
    /// Its type shrinks until it holds on one page.
    public var onePage: Bool
    public var blocks: [Block]

    public init(
        _ format: Format = .a4, margin: Double = 18, tongue: Tongue = .french, title: String, author: String,
        subject: String = "", date: Instant, footer: String? = nil, numbered: Bool = true, onePage: Bool = false,
        blocks: [Block] = []
    ) {
        self.format = format
        self.margin = margin
        self.tongue = tongue
        self.title = title
        self.author = author
        self.subject = subject
        self.date = date
        self.footer = footer
        self.numbered = numbered
        self.onePage = onePage
        self.blocks = blocks
    }
}

/// A colour of ink, each part 0 to 1.
public struct Ink: Sendable, Equatable {
    public let red, green, blue: Double

    public init(_ red: Double, _ green: Double, _ blue: Double) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }

    public static let black = Ink(0.07, 0.1, 0.11)
    /// The house's own: 7:1 on white.
    public static let accent = Ink(0.02, 0.32, 0.38)
    /// Small print: 5:1 on white.
    public static let grey = Ink(0.36, 0.4, 0.41)
    public static let pale = Ink(0.9, 0.93, 0.93)
    public static let white = Ink(1, 1, 1)
    public static let red = Ink(0.7, 0.11, 0.11)
}

/// How a text is set.
public struct TextStyle: Sendable, Equatable {
    public enum Side: UInt32, Sendable { case start = 0, middle = 1, end = 2 }

    public var size: Double
    public var bold: Bool
    public var side: Side
    public var ink: Ink

    public init(_ size: Double, bold: Bool = false, side: Side = .start, ink: Ink = .black) {
        (self.size, self.bold, self.side, self.ink) = (size, bold, side, ink)
    }

    public static let body = TextStyle(10)
    public static let lead = TextStyle(13)
    public static let small = TextStyle(8, ink: .grey)
    public static let figure = TextStyle(10, side: .end)

    static func heading(_ level: Int) -> TextStyle {
        TextStyle([20, 14, 11.5][min(max(level, 1), 3) - 1], bold: true, ink: .accent)
    }

    func scaled(_ factor: Double) -> TextStyle {
        var copy = self
        copy.size = max(size * factor, 4)
        return copy
    }

    var middle: TextStyle {
        var copy = self
        copy.side = .middle
        return copy
    }
}
