import Paper
import Web

/// A QR code as SVG: one path of squares, black on white whatever the appearance, for cameras.
enum QRCode {
    static func svg(_ text: String, label: String) throws -> SafeHTML {
        let code = try QRMatrix(text)
        let width = code.width
        var path = ""
        for y in 0..<width {
            for x in 0..<width where code.isDark(x, y) { path += "M\(x) \(y)h1v1h-1z" }
        }
        return SafeHTML(
            trusted: """
                <svg class="qr" viewBox="-4 -4 \(width + 8) \(width + 8)" role="img" aria-label="\(SafeHTML.escape(label))">\
                <rect x="-4" y="-4" width="\(width + 8)" height="\(width + 8)" fill="#fff"/><path d="\(path)" fill="#000"/></svg>
                """)
    }
}
