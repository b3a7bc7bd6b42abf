import Kernel

/// Reads text in a picture, with tesseract, in French and English: a badge, a screen, a label on a drip.
///
/// It reads print; it does not read handwriting, nor all of what is small, slanted or far away. That nothing was read is
/// no proof that nothing is there.
public struct TextReader: Sendable {
    public static let mostWords = 5_000

    public let bench: Workbench
    /// Languages as tesseract names them.
    private let languages = "fra+eng"

    public init(_ bench: Workbench) { self.bench = bench }

    /// - Parameter path: an image, or an animation of which the first frame is read.
    /// - Throws: what `Probe` throws, and `.unusable` for a video.
    public func read(_ path: String) async throws -> PictureText {
        try await bench.work(on: path) { stage in
            let facts = try await Probe(bench).facts(at: Stage.input, in: stage)
            guard facts.kind == .image || facts.kind == .animation else {
                throw Failure(.unusable, "text is read in pictures alone", words: "media.wrong_kind")
            }
            let size = try await page(facts, stage)
            let table = try await stage.run(
                Tool.Call(
                    tool: .tesseract,
                    // 11 finds text wherever it stands, in no order of columns.
                    arguments: [
                        "page.ppm", "stdout", "-l", languages, "--psm", "11", "--oem", "1", "--dpi", "150", "tsv",
                    ], seconds: bench.limits.imageTime, answer: 8 << 20, readsOurs: true))
            return Self.parse(table, scale: Double(facts.width) / Double(max(1, size.width)), facts)
        }
    }

    /// Small pictures are enlarged: letters under twenty pixels are not told apart. Large ones cost too much.
    private func page(_ facts: MediaFacts, _ stage: Stage) async throws -> (width: Int, height: Int) {
        let longer = Double(max(facts.width, facts.height))
        let factor = longer < 1_500 ? min(2, 3_000 / longer) : min(1, 3_500 / longer)
        let width = max(1, Int(Double(facts.width) * factor))
        let height = max(1, Int(Double(facts.height) * factor))
        try await stage.run(
            Tool.Call(
                tool: .vips,
                arguments: [
                    "thumbnail", Stage.input, "page.v", "\(width)", "--height", "\(height)", "--size", "force",
                ], seconds: bench.limits.imageTime))
        // PPM knows no transparency: what was transparent becomes white.
        try await stage.run(
            Tool.Call(
                tool: .vips, arguments: ["colourspace", "page.v", "page.ppm[background=255]", "b-w"],
                seconds: bench.limits.imageTime, readsOurs: true))
        return (width, height)
    }

    /// Twelve columns: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
    static func parse(_ table: [UInt8], scale: Double, _ facts: MediaFacts) -> PictureText {
        var words: [PictureText.Word] = []
        var (line, last, isCut) = (0, "", false)
        for row in table.split(separator: 10) {
            let cells = String(decoding: row, as: UTF8.self).split(separator: "\t", omittingEmptySubsequences: false)
            guard cells.count >= 12, cells[0] == "5", let confidence = Double(cells[10]), confidence >= 0 else {
                continue
            }
            let text = cells[11...].joined(separator: " ").split(whereSeparator: \.isWhitespace).joined(separator: " ")
            guard !text.isEmpty else { continue }
            guard words.count < mostWords else {
                isCut = true
                break
            }
            let key = cells[1...4].joined(separator: "/")
            if key != last { line += 1 }
            last = key
            let places = cells[6...9].map { Int((Double(Int($0) ?? 0) * scale).rounded()) }
            let box = PixelRect(left: places[0], top: places[1], width: places[2], height: places[3])
            guard let inside = box.inside(width: facts.width, height: facts.height) else { continue }
            words.append(.init(text: text, box: inside, confidence: min(1, confidence / 100), line: line))
        }
        return PictureText(words: words, isCut: isCut)
    }
}
