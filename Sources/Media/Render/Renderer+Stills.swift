import Kernel

extension Renderer {
    /// Pictures of a video or an animation at these seconds, as JPEG in its own size. It is probed once for all of them;
    /// each picture is probed as everything that leaves. An animation's frames count as if they all stood equally long.
    ///
    /// - Throws: what `Probe` throws; `.unusable` for a picture that stands still.
    public func stills(of film: String, at seconds: [Double]) async throws -> [Rendition] {
        try await bench.work(on: film) { stage in
            let facts = try await Probe(bench).facts(at: Stage.input, in: stage)
            let isAnimation = facts.kind == .animation
            let source = isAnimation ? try await frames(facts, stage) : ""
            var stills: [Rendition] = []
            for second in seconds {
                let wish = RenditionWish(.image, formats: ["image/jpeg"], still: second)
                let made =
                    isAnimation
                    ? try await frame(facts.frame(at: second), of: source, facts, wish, stage)
                    : try await poster(facts, wish, stage)
                stills.append(try await prove(made, wish, stage))
            }
            return stills
        }
    }

    /// One frame of an animation, as a browser would have put it together by then.
    private func frame(
        _ number: Int, of source: String, _ facts: MediaFacts, _ wish: RenditionWish, _ stage: Stage
    ) async throws -> Made {
        try await stage.run(
            Tool.Call(
                tool: .vips, arguments: ["copy", "\(source)[page=\(number)]", "still.png"],
                seconds: bench.limits.imageTime))
        var still = facts
        still.kind = .image
        return try await picture("still.png", still, wish, stage)
    }
}

extension MediaFacts {
    /// How long it is shown. Where an animation's own frames say nothing, browsers show each for a tenth of a second.
    public var length: Double {
        guard kind == .animation, (seconds ?? 0) <= 0 else { return seconds ?? 0 }
        return Double(frames) / 10
    }

    fileprivate func frame(at second: Double) -> Int {
        guard length > 0 else { return 0 }
        return min(max(0, Int(second / length * Double(frames))), max(0, frames - 1))
    }
}
