import Kernel

extension Renderer {
    /// A picture in one form.
    struct Attempt {
        var name: String
        var form: Form
        var bytes: Int64
    }

    /// A picture that is ready to be coded: a file of ours, or the source with the one step that is missing.
    struct Frame {
        var name: String
        var width: Int
        var height: Int
        var isResized: Bool
        var isOurs = false

        func arguments(_ out: String) -> [String] {
            isResized
                ? ["thumbnail", name, out, "\(width)", "--height", "\(height)", "--size", "force", "--no-rotate"]
                : ["copy", name, out]
        }
    }

    /// The best form that is light enough; the lightest of all when none is. Within one format the search halves.
    func lightest(
        _ forms: [Form], _ frame: inout Frame, _ wish: RenditionWish, _ stage: Stage
    ) async throws -> Attempt {
        let most = wish.maxBytes ?? .max
        var lightest: Attempt?
        for group in Self.groups(forms) {
            var (low, high, next) = (0, group.count, 0)
            var best: Attempt?
            while low < high {
                let attempt = try await encode(frame, group[next], stage)
                if attempt.bytes <= most { (best, high) = (attempt, next) } else { low = next + 1 }
                if attempt.bytes < lightest?.bytes ?? .max { lightest = attempt }
                next = (low + high) / 2
                // The first attempt is often the last. For a second one the picture is decoded and shrunk once and for all.
                if low < high, !frame.isOurs {
                    try await step(frame.arguments("frame.v"), "frame.v", &frame, stage)
                    frame.isResized = false
                }
            }
            if let best { return best }
        }
        guard let lightest else { throw Failure(.broken, "nothing was coded") }
        return lightest
    }

    private static func groups(_ forms: [Form]) -> [[Form]] {
        forms.reduce(into: []) { groups, form in
            if groups.last?.last?.mime == form.mime {
                groups[groups.count - 1].append(form)
            } else {
                groups.append([form])
            }
        }
    }

    private func encode(_ frame: Frame, _ form: Form, _ stage: Stage) async throws -> Attempt {
        try await stage.run(
            Tool.Call(
                tool: .vips, arguments: frame.arguments(form.label + form.options), seconds: bench.limits.imageTime,
                readsOurs: frame.isOurs))
        try stage.strip(form.label)
        return Attempt(name: form.label, form: form, bytes: try stage.size(form.label))
    }

    /// The picture in its shape, and in its size unless one step of a tool does both.
    func frame(
        _ source: String, _ framing: Framing, _ facts: MediaFacts, _ wish: RenditionWish, _ stage: Stage
    ) async throws -> Frame {
        var frame = Frame(
            name: source, width: framing.innerWidth, height: framing.innerHeight,
            isResized: framing.innerWidth < framing.width || framing.innerHeight < framing.height)
        if framing.isCropped {
            let place = [framing.left, framing.top, framing.width, framing.height].map(String.init)
            try await step(["crop", frame.name, "part.v"] + place, "part.v", &frame, stage)
        }
        guard framing.isBanded, case .letterbox(let red, let green, let blue) = wish.fit else { return frame }
        try await step(frame.arguments("frame.v"), "frame.v", &frame, stage)
        frame.isResized = false
        try await step(["colourspace", frame.name, "colours.v", "srgb"], "colours.v", &frame, stage)
        let ink = "\(red) \(green) \(blue)" + (facts.hasAlpha ? " 255" : "")
        let size = ["\(framing.outerWidth)", "\(framing.outerHeight)"]
        try await step(
            ["gravity", frame.name, "laid.v", "centre"] + size + ["--extend", "background", "--background", ink],
            "laid.v", &frame, stage)
        return frame
    }

    private func step(_ arguments: [String], _ out: String, _ frame: inout Frame, _ stage: Stage) async throws {
        try await stage.run(
            Tool.Call(tool: .vips, arguments: arguments, seconds: bench.limits.imageTime, readsOurs: frame.isOurs))
        if frame.isOurs { stage.remove(frame.name) }
        (frame.name, frame.isOurs) = (out, true)
    }
}
