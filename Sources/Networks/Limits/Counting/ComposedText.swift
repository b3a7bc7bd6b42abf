import Foundation

/// Text in Unicode's normal form C (Unicode Standard Annex 15), scalar by scalar.
enum ComposedText {
    /// The scalars of `text` once composed: `e` and U+0301 become `é`.
    static func scalars(_ text: String) -> [Unicode.Scalar] {
        let scalars = Array(text.unicodeScalars)
        return scalars.allSatisfy(isStill)
            ? scalars : Array(text.precomposedStringWithCanonicalMapping.unicodeScalars)
    }

    /// Neither changed by the form nor able to change a neighbour that is still too. Most texts are made of nothing else,
    /// and the long way round costs as much as the rest of the count.
    private static func isStill(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x300, 0x2002...0x206F, 0x20A0...0x20BF, 0x4E00...0x9FFF, 0xFE0E...0xFE0F, 0x1F000...0x1FAFF: true
        default: false
        }
    }
}
