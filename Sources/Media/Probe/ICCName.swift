/// The name of a colour profile (ICC.1:2022, 9.2.41 `profileDescriptionTag`), its letters and digits alone.
enum ICCName {
    /// Empty when the profile has no name that can be read.
    static func of(_ bytes: ArraySlice<UInt8>) -> String {
        let view = ByteView(bytes: Array(bytes))
        guard let tags = view.big(128, 4) else { return "" }
        for index in 0..<min(tags, 100) where view.says("desc", at: 132 + index * 12) {
            guard let at = view.big(136 + index * 12, 4), let size = view.big(140 + index * 12, 4) else { return "" }
            // Text is ASCII in version 2 and UTF-16 in version 4: without its zeros the same.
            let text = (view.slice(at, min(size, max(0, view.count - at), 512)) ?? []).dropFirst(12)
            let name = text.filter { 32...126 ~= $0 }
            return String(decoding: name, as: UTF8.self)
        }
        return ""
    }
}
