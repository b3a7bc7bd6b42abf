import CGumbo
import Kernel

/// A whole web page, parsed within a budget. Frees its tree when it goes.
final class HTMLPage {
    /// The page in UTF-8, at an address that stays: the tree points into it.
    private let text: UnsafeMutableBufferPointer<CChar>
    private let tree: OpaquePointer
    let root: UnsafePointer<GumboNode>

    /// - Throws: `Failure` of kind `.tooLarge` beyond the limits, `.unusable` when the page costs more than it may.
    init(_ bytes: [UInt8], contentType: String?, limits: FeedLimits) throws {
        guard bytes.count <= limits.bytes else {
            throw Failure(
                .tooLarge, "a page of \(bytes.count) bytes, over the limit of \(limits.bytes)", words: "page.tooLarge")
        }
        let decoded = Charset(bytes, contentType: contentType).text
        let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: decoded.count + 1)
        _ = copy.initialize(from: decoded.lazy.map { CChar(bitPattern: $0) } + [0])
        let parsed = bounded_html_parse(
            copy.baseAddress, decoded.count, GUMBO_TAG_LAST, 16 << 20 + 64 * decoded.count, limits.markupSeconds)
        guard let parsed, let root = bounded_html_root(parsed) else {
            copy.deallocate()
            throw Failure(.unusable, "a page that costs too much to read", words: "page.tooComplex")
        }
        text = copy
        tree = parsed
        self.root = root
    }

    deinit {
        bounded_html_free(tree)
        text.deallocate()
    }
}
