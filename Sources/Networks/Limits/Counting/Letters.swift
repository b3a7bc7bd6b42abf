/// ASCII, as the rules of the networks mean it: nothing here depends on a locale.
enum Letters {
    static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        (97...122).contains(scalar.value) || (65...90).contains(scalar.value)
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (48...57).contains(scalar.value) }

    /// A letter or a digit.
    static func isWord(_ scalar: Unicode.Scalar) -> Bool { isLetter(scalar) || isDigit(scalar) }

    static func lowercased(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        (65...90).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar
    }

    static func lowercased(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        for scalar in scalars { view.append(lowercased(scalar)) }
        return String(view)
    }

    static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// Whether `word`, written in lower case, stands at `index`, in any case.
    static func has(_ word: StaticString, _ text: [Unicode.Scalar], at index: Int) -> Bool {
        let length = word.utf8CodeUnitCount
        guard index >= 0, index + length <= text.count else { return false }
        return (0..<length).allSatisfy { lowercased(text[index + $0]).value == UInt32(word.utf8Start[$0]) }
    }

    /// Where the `http://` or `https://` that begins at `index` ends.
    static func webSchemeEnd(_ text: [Unicode.Scalar], at index: Int) -> Int? {
        if has("https://", text, at: index) { return index + 8 }
        return has("http://", text, at: index) ? index + 7 : nil
    }
}
