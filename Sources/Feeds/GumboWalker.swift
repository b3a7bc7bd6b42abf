import CGumbo
import Glibc

/// A gumbo tree in document order, without recursion, whatever its depth.
struct GumboWalker {
    enum Step {
        case enter(UnsafePointer<GumboElement>, GumboTag)
        case text(GumboCharacters)
        case leave(GumboTag)
    }

    private let root: UnsafePointer<GumboNode>
    private var node: UnsafePointer<GumboNode>?
    private var isLeaving = false

    init(_ root: UnsafePointer<GumboNode>) {
        self.root = root
        node = root
    }

    /// The next step; the root itself is entered and left too.
    mutating func next() -> Step? {
        while let current = node {
            if isLeaving {
                advance(from: current)
                guard let tag = Self.tag(current) else { continue }
                return .leave(tag)
            }
            switch current.pointee.type {
            case GUMBO_NODE_ELEMENT, GUMBO_NODE_TEMPLATE:
                let element = Self.element(current)
                if let child = Self.child(element, 0) { node = child } else { isLeaving = true }
                return .enter(element, element.pointee.tag)
            case GUMBO_NODE_TEXT, GUMBO_NODE_WHITESPACE, GUMBO_NODE_CDATA:
                advance(from: current)
                return .text(GumboCharacters(start: current.pointee.v.text.text))
            default: advance(from: current)
            }
        }
        return nil
    }

    /// Passes over what is inside the element that was just entered, and over its end.
    mutating func skip() {
        guard let current = node else { return }
        let entered = isLeaving ? current : Self.constant(current.pointee.parent)
        isLeaving = false
        if let entered { advance(from: entered) } else { node = nil }
    }

    private mutating func advance(from current: UnsafePointer<GumboNode>) {
        isLeaving = false
        guard current != root, let parent = Self.constant(current.pointee.parent) else {
            node = nil
            return
        }
        if let sibling = Self.child(Self.element(parent), current.pointee.index_within_parent + 1) {
            node = sibling
        } else {
            node = parent
            isLeaving = true
        }
    }

    private static func tag(_ node: UnsafePointer<GumboNode>) -> GumboTag? { element(node).pointee.tag }

    private static func constant(_ node: UnsafeMutablePointer<GumboNode>?) -> UnsafePointer<GumboNode>? {
        node.map { UnsafePointer($0) }
    }

    /// The element inside the node's union.
    private static func element(_ node: UnsafePointer<GumboNode>) -> UnsafePointer<GumboElement> {
        let offset = MemoryLayout<GumboNode>.offset(of: \.v) ?? 0
        return UnsafeRawPointer(node).advanced(by: offset).assumingMemoryBound(to: GumboElement.self)
    }

    private static func child(_ element: UnsafePointer<GumboElement>, _ index: Int) -> UnsafePointer<GumboNode>? {
        let children = element.pointee.children
        guard index < children.length, let data = children.data, let child = data[index] else { return nil }
        return UnsafePointer(child.assumingMemoryBound(to: GumboNode.self))
    }
}

/// Text of a node: valid while its tree is.
struct GumboCharacters {
    let start: UnsafePointer<CChar>?

    func withBytes(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        guard let start else { return }
        let count = strlen(start)
        start.withMemoryRebound(to: UInt8.self, capacity: count) {
            body(UnsafeBufferPointer(start: $0, count: count))
        }
    }

    var string: String { start.map { String(cString: $0) } ?? "" }
}
