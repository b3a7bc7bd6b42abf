/// One thing on a sheet, from top to bottom.
public enum Block: Sendable, Equatable {
    /// Level 1 to 6. The sheet begins with one of level 1.
    case heading(String, level: Int = 2, style: TextStyle? = nil)
    /// A line break stays a line break.
    case paragraph(String, TextStyle = .body)
    case list([String], numbered: Bool = false)
    case table(Table)
    /// A line across the page.
    case rule
    case spacer(Double)
    /// A QR code of this width in the middle of the page. The label is what is read aloud in its place.
    case code(QRMatrix, width: Double, label: String)
    /// Bars side by side from nought, each with its label and its value in words.
    case bars([Bar], label: String)
    case thermometer(Gauge)
    /// Large, white on the house's colour, across the whole page.
    case banner(String, above: String? = nil)
    /// Cards that are cut out, on pages of their own.
    case cards(Cards)
    case newPage

    var textSize: Int {
        switch self {
        case .heading(let text, _, _), .paragraph(let text, _): text.utf8.count
        case .list(let items, _): items.reduce(0) { $0 + $1.utf8.count + 8 }
        case .table(let table): (table.rows + [table.header]).joined().reduce(0) { $0 + $1.utf8.count + 8 }
        case .rule, .spacer, .newPage: 0
        case .code(let matrix, _, let label): matrix.width * matrix.width / 8 + label.utf8.count
        case .bars(let bars, let label): bars.reduce(label.utf8.count) { $0 + $1.label.utf8.count + $1.text.utf8.count }
        case .thermometer(let gauge): gauge.text.utf8.count
        case .banner(let text, let above): text.utf8.count + (above?.utf8.count ?? 0)
        case .cards(let cards): cards.cards.reduce(0) { $0 + $1.title.utf8.count + $1.text.utf8.count + 64 }
        }
    }
}

/// A table with a header row, which is drawn again on each page. A cell that is longer than a page goes on on the next.
public struct Table: Sendable, Equatable {
    public struct Column: Sendable, Equatable {
        /// Its share of the width, beside the others': 0.1 to 10.
        public let share: Double
        public let side: TextStyle.Side

        public init(_ share: Double, _ side: TextStyle.Side = .start) {
            self.share = share.isFinite ? min(max(share, 0.1), 10) : 1
            self.side = side
        }
    }

    public let columns: [Column]
    public let header: [String]
    public let rows: [[String]]
    public let size: Double

    /// Rows that are too short are filled, those that are too long are cut. Of a cell 4,000 Unicode scalars are shown,
    /// of a header 120: narrow columns would make hundreds of pages of more.
    public init(_ columns: [Column], header: [String], rows: [[String]], size: Double = 9) {
        self.columns = columns.isEmpty ? [Column(1)] : Array(columns.prefix(20))
        self.header = header
        self.rows = rows
        self.size = size
    }
}

/// One bar of `Block.bars`.
public struct Bar: Sendable, Equatable {
    public let label: String
    public let value: Double
    /// The value in words, at the bar's right.
    public let text: String

    public init(_ label: String, value: Double, text: String) {
        self.label = label
        self.value = value
        self.text = text
    }
}

/// A temperature with the ends of its interval, on a scale of 35 to 42 °C.
public struct Gauge: Sendable, Equatable {
    public let degrees, low, high: Double
    /// What it says, in words, under it.
    public let text: String

    public init(degrees: Double, low: Double, high: Double, text: String) {
        (self.degrees, self.low, self.high, self.text) = (degrees, low, high, text)
    }
}

/// Cards of one size, edge to edge in the middle of each page, with marks where to cut.
public struct Cards: Sendable, Equatable {
    public struct Card: Sendable, Equatable {
        public let title: String
        public let text: String
        /// At its foot, small.
        public let note: String
        public let code: QRMatrix?
        public let codeLabel: String

        public init(title: String, text: String, note: String = "", code: QRMatrix? = nil, codeLabel: String = "") {
            (self.title, self.text, self.note) = (title, text, note)
            (self.code, self.codeLabel) = (code, codeLabel)
        }
    }

    public let width, height: Double
    public let cards: [Card]

    /// 85 × 54 mm is the size of a bank card: ten on a page of A4.
    public init(_ cards: [Card], width: Double = 85, height: Double = 54) {
        self.cards = cards
        self.width = max(width, 20)
        self.height = max(height, 20)
    }
}
