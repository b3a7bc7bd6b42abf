import Kernel
import Synchronization

/// Makes PDF files: posters and cards with a QR code, sheets for committees, snapshots of what was said.
///
/// Text is shaped and wrapped by Pango, drawn by Cairo: real text, in subsets of one family that are embedded. The files
/// are tagged (headings, paragraphs, lists, tables, figures with their alternative), say their language and their title,
/// and are the same, byte for byte, for the same `Sheet`. `docs/decisions/paper.md` says why it is done this way.
public enum Paper {
    /// The only family that is used: Debian's `fonts-dejavu-core`. Others that happen to be installed would make the same
    /// sheet another file on another machine.
    public static let family = "DejaVu Sans"
    /// Longer texts, all blocks together, are refused (UTF-8 bytes).
    public static let largestText = 4_000_000
    /// Longer files are refused.
    public static let mostPages = 600

    /// One sheet at a time: fonts are read by one, and a burst of downloads takes one core.
    private static let bench = Mutex(())

    /// The file.
    /// - Throws: `.tooLarge` above `largestText` or `mostPages`; `.unavailable` when the family is not installed.
    public static func pdf(_ sheet: Sheet) throws -> [UInt8] {
        let size = sheet.blocks.reduce(0) { $0 + $1.textSize }
        guard size <= largestText else { throw Failure(.tooLarge, "a sheet of \(size) bytes of text") }
        return try bench.withLock { _ in
            var scale = 1.0
            var plan = try Press(sheet, scale: scale, of: nil).run()
            // A poster is one page: its type shrinks until it is.
            while sheet.onePage, plan.pages > 1, scale > 0.4 {
                scale -= 0.05
                plan = try Press(sheet, scale: scale, of: nil).run()
            }
            return try Catalogue.complete(Press(sheet, scale: scale, of: plan.pages).run(), for: sheet)
        }
    }
}
