import Kernel

extension Renderer {
    /// Shortest length of a longer side that a picture is shrunk to for the sake of bytes.
    private static let smallest = 320

    /// First the quality, then the size: the highest quality at full size that is light enough; only when none is, smaller.
    func picture(
        _ source: String, _ facts: MediaFacts, _ wish: RenditionWish, _ stage: Stage
    ) async throws -> Made {
        let forms = try forms(facts, wish, stage)
        var factor = 1.0
        for _ in 0..<7 {
            let framing = try Framing(facts, for: wish, factor: factor)
            var frame = try await frame(source, framing, facts, wish, stage)
            let attempt = try await lightest(forms, &frame, wish, stage)
            if attempt.bytes <= wish.maxBytes ?? .max {
                return Made(name: attempt.name, framing: framing, quality: attempt.form.quality)
            }
            let longer = max(framing.outerWidth, framing.outerHeight)
            guard longer > Self.smallest else { break }
            let share = (Double(wish.maxBytes ?? 1) / Double(attempt.bytes)).squareRoot() * 0.96
            let least = Double(Self.smallest) / Double(max(facts.width, facts.height))
            factor = max(framing.scale * min(0.95, max(0.4, share)), min(least, framing.scale * 0.95))
        }
        throw Failure(.tooLarge, "a picture that cannot be made light enough", words: "media.too_heavy")
    }

    /// What may be tried, from the best to the lightest.
    private func forms(_ facts: MediaFacts, _ wish: RenditionWish, _ stage: Stage) throws -> [Form] {
        let layout = facts.mime == "image/jpeg" ? try Probe(bench).layout(of: Stage.input, in: stage) : nil
        let top = min(92, max(80, (layout?.quality ?? 92) + 1))
        let steps = [top] + [88, 84, 80, 76, 72, 68, 64, 60].filter { $0 < top }
        func forms(_ mime: String) -> [Form] {
            switch mime {
            case "image/jpeg", "image/*": steps.map { .jpeg($0, isFull: layout?.isFullColour == true && $0 >= 84) }
            case "image/webp": steps.map { .webp($0) }
            case "image/png": [.png, .pngPalette]
            case "image/gif": [.gif(depth: 8, error: 0)]
            default: []
            }
        }
        // The master's own format first, then the network's order; without loss before with it where both are allowed.
        let own =
            wish.allows(facts.mime) && facts.mime != "image/heic" && facts.mime != "image/avif" ? [facts.mime] : []
        let others = wish.formats.filter { $0 != facts.mime }
        var all = (own + others).flatMap(forms)
        if facts.hasAlpha, all.contains(where: { $0.mime == "image/png" || $0.mime == "image/webp" }) {
            all.removeAll { $0.mime == "image/jpeg" }
        }
        // A photograph in a palette of 256 colours looks worse than the same in JPEG.
        if all.contains(where: { $0.mime == "image/jpeg" }) {
            all.removeAll { $0 == .pngPalette || $0.mime == "image/gif" }
        }
        guard !all.isEmpty else {
            throw Failure(.unusable, "no format that is allowed can be written", words: "media.no_format")
        }
        return all
    }
}
