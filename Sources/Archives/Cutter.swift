/// How a member is cut into pieces, each of which is read alone.
enum Cut {
    /// One piece a line (JSON Lines).
    case lines
    /// One piece a row, which may hold quoted line ends (RFC 4180).
    case rows(Dialect)
    /// One piece an element of the arrays that a JSON document holds at its first or second level.
    case elements
    /// The whole member is one piece.
    case document
    /// One piece an `<li>`.
    case listItems
}

/// What a cutter came upon.
enum Found {
    case piece
    /// Not a piece; the reason says what was expected. The cutter has gone past it.
    case broken(String)
    case end
}

/// Cuts a stream into pieces, holding one at a time.
protocol Cutter: AnyObject {
    /// 1-based number of the current piece: its line, or its rank among elements.
    var number: Int64 { get }
    /// Where the current piece starts in the stream.
    var offset: Int64 { get }
    /// Name of the array that the current element belongs to, when it has one.
    var key: String? { get }
    /// The current piece. Good until the next `advance`.
    var piece: UnsafeRawBufferPointer { get }
    /// Quotes that did not close before the current piece: with its place, all that a row depends on.
    var strays: Int { get }
    func advance() throws -> Found
}

extension Cutter {
    var key: String? { nil }
    var strays: Int { 0 }
}

extension Cut {
    /// Whether reading can start at any piece, its header aside.
    var isByLine: Bool {
        switch self {
        case .lines, .rows: true
        case .elements, .document, .listItems: false
        }
    }

    /// - Parameters:
    ///   - number: pieces (or lines) that lie before the window, when reading starts in the middle.
    ///   - strays: quotes that did not close among them.
    func cutter(_ window: Window, after number: Int64 = 0, strays: Int = 0, limits: ArchiveLimits) -> any Cutter {
        switch self {
        case .lines: LineCutter(window, after: number, longest: limits.element)
        case .rows(let dialect): RowCutter(window, dialect, after: number, strays: strays, longest: limits.element)
        case .elements: ElementCutter(window, longest: limits.element)
        case .document: DocumentCutter(window, longest: limits.element)
        case .listItems: ListItemCutter(window, longest: limits.element)
        }
    }
}
