/// A text to look things up by, byte by byte: String compares what is written alike however its accents are coded, which
/// takes longer than many a look saves (Unicode Standard Annex 15).
struct Verbatim: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: Verbatim, right: Verbatim) -> Bool {
        left.text.utf8.count == right.text.utf8.count && left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
