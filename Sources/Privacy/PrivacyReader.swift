import CAssets
import Kernel

/// Reads French texts and finds what identifies a patient or a relative. A value: load it once, share it.
///
/// Shapes (numbers, dates, addresses…) are found by hand-written scanners; what each one is, and which words are
/// names, is decided by small linear models that look at the context. Time and memory are linear in the text.
public struct PrivacyReader: Sendable {
    let gazetteer: Gazetteer
    let models: Models
    /// Longer texts are read piece by piece, so that memory stays bounded; in Unicode scalars.
    static let block = 32_768

    /// The reader that ships in the binary.
    /// - Throws: `Failure(.broken)` when the binary was built without its files.
    public init() throws {
        try self.init(gazetteer: Self.embedded("privacy/gazetteer.bin"), model: Self.embedded("privacy/model.bin"))
    }

    /// A reader from the bytes of a gazetteer and of a model.
    public init(gazetteer: UnsafeRawBufferPointer, model: UnsafeRawBufferPointer) throws {
        self.gazetteer = try Gazetteer(gazetteer)
        models = try Models(model)
    }

    private static func embedded(_ path: String) throws -> UnsafeRawBufferPointer {
        var index = 0
        while let asset = resonance_asset_at(index)?.pointee {
            if String(cString: asset.path) == path {
                return UnsafeRawBufferPointer(start: asset.bytes, count: asset.size)
            }
            index += 1
        }
        throw Failure(.broken, "the binary holds no \(path)")
    }

    /// What a text gives away. Any text is read; positions are Unicode scalars of the text as given.
    public func read(_ text: String) -> PrivacyReading {
        let scalars = text.unicodeScalars
        guard scalars.count > Self.block else { return readBlock(text, at: 0) }
        var parts: [PrivacyReading] = []
        var start = scalars.startIndex
        var position = 0
        while start < scalars.endIndex {
            let (end, count) = Self.blockEnd(scalars, start)
            parts.append(readBlock(String(scalars[start..<end]), at: position))
            position += count
            start = end
        }
        let strongest = parts.max { $0.singlingOut < $1.singlingOut }
        return PrivacyReading(
            clues: parts.flatMap(\.clues), weak: parts.flatMap(\.weak), singlingOut: strongest?.singlingOut ?? 0,
            why: strongest?.why ?? [])
    }

    /// Cuts after the last line end or space of the block, if one is near.
    private static func blockEnd(
        _ scalars: String.UnicodeScalarView, _ start: String.UnicodeScalarView.Index
    ) -> (String.UnicodeScalarView.Index, Int) {
        var index = start
        var count = 0
        var line: (String.UnicodeScalarView.Index, Int)?
        var space: (String.UnicodeScalarView.Index, Int)?
        while index < scalars.endIndex, count < block {
            let scalar = scalars[index]
            index = scalars.index(after: index)
            count += 1
            if count > block - 4_096, scalar == "\n" { line = (index, count) }
            if count > block - 1_024, scalar == " " { space = (index, count) }
        }
        if index == scalars.endIndex { return (index, count) }
        return line ?? space ?? (index, count)
    }

    private func readBlock(_ text: String, at offset: Int) -> PrivacyReading {
        let page = Page(text, gazetteer)
        let context = Context(page)
        let tagger = NameTagger(context)
        let findings = Scanner.scan(page)
        let (likely, gist) = tagger.tag(models, findings)
        var names = tagger.names(likely, above: Self.companyThreshold)
        var taken = settled(findings, context, names: names.count, gist: gist)
        let company =
            taken.contains { $0.probability >= Self.sure } || names.contains { Double($0.probability) >= Self.sure }
        if !company { names.removeAll { $0.probability < Self.aloneThreshold } }
        let covered = Intervals(taken.map(\.bytes))
        for name in names {
            let bytes =
                Int(page.tokens[name.tokens.lowerBound].start)..<Int(page.tokens[name.tokens.upperBound - 1].end)
            guard let free = covered.free(of: bytes, page, name.tokens) else { continue }
            taken.append(Settled(kind: .name, bytes: free, probability: Double(name.probability)))
        }
        taken.sort { $0.bytes.lowerBound < $1.bytes.lowerBound }
        let clues = taken.map { one in
            clue(one.kind, page.sheet, one.bytes, offset, reason: one.kind.reason, one.probability)
        }
        let combination = Combination(context, dates: findings.filter { $0.family == .date }.map(\.tokens))
        let together = Double(models.combination.probability(combination.features))
        let weak = combination.weak.map { one in
            let range = combination.bytes(one)
            return Clue(
                kind: .clue, range: range.lowerBound + offset..<range.upperBound + offset, text: page.sheet.text(range),
                reason: one.sort.words, confidence: together)
        }
        return PrivacyReading(
            clues: clues, weak: weak.sorted { $0.range.lowerBound < $1.range.lowerBound }, singlingOut: together,
            why: combination.why(together))
    }

    private func clue(
        _ kind: ClueKind, _ sheet: Sheet, _ bytes: Range<Int>, _ offset: Int, reason: String, _ confidence: Double
    ) -> Clue {
        let range = sheet.range(bytes.lowerBound, bytes.upperBound)
        return Clue(
            kind: kind, range: range.lowerBound + offset..<range.upperBound + offset, text: sheet.text(range),
            reason: reason, confidence: confidence)
    }

    struct Settled {
        var kind: ClueKind
        var bytes: Range<Int>
        var probability: Double
    }

    private typealias Judged = (finding: Finding, settled: Settled)

    /// Decides what each finding is; where several overlap, the surest family wins.
    func settled(_ findings: [Finding], _ context: Context, names: Int, gist: Float) -> [Settled] {
        let institutions = Intervals(findings.filter { $0.institution && $0.family == .phone }.map(\.bytes))
        let shy: [Finding.Family] = [.date, .number, .room]
        let alone = names == 0 && !findings.contains { !shy.contains($0.family) && !$0.institution }
        let wording = Wording(page: context.page)
        var judged: [Judged] = []
        var refused: [Range<Int>] = []
        for finding in findings {
            if finding.institution || finding.family == .number && institutions.touches(finding.bytes) { continue }
            if wording.counts(finding) { continue }
            if let said = said(finding, wording) {
                judged.append((finding, said))
            } else if let likely = likely(finding, context, names: names, gist: gist, alone: alone) {
                judged.append((finding, likely))
            } else if finding.family == .phone {
                refused.append(finding.bytes)
            }
        }
        // "au 3.12": a day or a door, whichever is likelier.
        let doors = Dictionary(
            judged.filter { $0.finding.family == .room }.map { ($0.finding.bytes, $0.settled.probability) },
            uniquingKeysWith: max)
        judged.removeAll {
            $0.finding.family == .date && $0.settled.probability < doors[$0.finding.bytes] ?? 0
        }
        // Half of a telephone number that is nobody's is no number of a patient.
        let others = Intervals(refused)
        judged.removeAll {
            $0.finding.family == .number && $0.settled.probability < 0.95 && others.touches($0.finding.bytes)
        }
        return Self.apart(&judged)
    }

    /// What a finding is, where its shape or the words around leave no doubt.
    private func said(_ finding: Finding, _ wording: Wording) -> Settled? {
        if finding.proved { return Settled(kind: .nir, bytes: finding.bytes, probability: 1) }
        if finding.family == .handle { return Settled(kind: .handle, bytes: finding.bytes, probability: 0.9) }
        if let kind = wording.kind(finding) { return Settled(kind: kind, bytes: finding.bytes, probability: 0.95) }
        guard wording.certain(finding) else { return nil }
        return Settled(kind: wording.certainKind(finding), bytes: finding.bytes, probability: 0.9)
    }

    /// What the model takes a finding for; nil for nothing.
    private func likely(_ finding: Finding, _ context: Context, names: Int, gist: Float, alone: Bool) -> Settled? {
        let labels = finding.kinds.map(\.label)
        let choice = models.findings.choice(context.features(of: finding, names: names, gist: gist), among: labels)
        let wary =
            (alone ? Self.caution(finding.family) : 1) * (gist < Self.about ? Self.coolness(finding.family) : 1)
        guard choice.none < Self.noneThreshold(finding.family) * wary else { return nil }
        guard let kind = ClueKind(label: choice.label == 0 ? labels[0] : choice.label) else { return nil }
        return Settled(kind: kind, bytes: finding.bytes, probability: 1 - choice.none)
    }

    /// Findings that do not overlap, the surest families first.
    private static func apart(_ judged: inout [Judged]) -> [Settled] {
        judged.sort {
            ($0.finding.family.rawValue, -$0.finding.bytes.count, $0.finding.bytes.lowerBound)
                < ($1.finding.family.rawValue, -$1.finding.bytes.count, $1.finding.bytes.lowerBound)
        }
        var covered = Intervals([])
        return judged.filter { covered.insert($0.settled.bytes) }.map(\.settled)
    }
}
