import CGumbo
import Synchronization

/// CPU time that all the HTML of one document may still take, whoever reads it and when. When it is spent, words are
/// kept without markup.
final class MarkupBudget: Sendable {
    private let left: Mutex<Double>
    let fieldBytes: Int

    init(_ limits: FeedLimits) {
        left = Mutex(limits.markupSeconds)
        fieldBytes = limits.fieldBytes
    }

    /// Parses a fragment, or returns nil when it or the whole document costs too much.
    func parse(_ bytes: UnsafeBufferPointer<UInt8>, fragment: GumboTag) -> OpaquePointer? {
        let share = min(left.withLock { $0 }, 0.5)
        guard share > 0, let start = bytes.baseAddress else { return nil }
        let memory = 4 << 20 + 64 * bytes.count
        let tree = start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
            bounded_html_parse($0, bytes.count, fragment, memory, share)
        }
        if tree == nil { left.withLock { $0 -= share } }
        return tree
    }
}
