/// The checks that a post passes in the composer, at the door of the API, at approval and just before it leaves: the same
/// ones at each of the four.
public enum Preflight {
    /// What there is to say of `face`, the gravest first, then in the order of the post. Empty when all is well.
    ///
    /// Nothing is sent while one finding is a `.block`. A figure that nobody has checked (`Figure.Confidence.memory`)
    /// warns where another would stop. Pure, and as fast as the text is short.
    /// - Parameter limits: of the face's own network, with what it said of this account where it was asked.
    public static func check(_ face: PreflightFace, limits: NetworkLimits) -> [PreflightFinding] {
        var inspection = Inspection(face, limits)
        inspection.texts()
        inspection.comment()
        inspection.tags()
        inspection.spelling()
        inspection.counts()
        inspection.mixture()
        for (index, media) in face.media.prefix(Inspection.mostMedia).enumerated() {
            inspection.file(media, index)
            inspection.access(media, index)
        }
        inspection.sending()
        return inspection.findings.enumerated().sorted {
            ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset)
        }.map(\.element)
    }
}

/// One post under the eyes of the checks.
struct Inspection {
    let face: PreflightFace
    let limits: NetworkLimits
    private(set) var findings: [PreflightFinding] = []

    /// Files that are looked at one by one: no network takes as many.
    static let mostMedia = 100

    init(_ face: PreflightFace, _ limits: NetworkLimits) { (self.face, self.limits) = (face, limits) }

    /// Values of a sentence. What a file says of itself may be any number, and never ends us.
    static func number(_ number: Double) -> PreflightFinding.Value { .number(Int(max(-1e15, min(number, 1e15)))) }

    static func bytes(_ number: Double) -> PreflightFinding.Value { .bytes(Int64(max(0, min(number, 1e18)))) }

    static func seconds(_ number: Double) -> PreflightFinding.Value { .seconds(number) }

    var images: [PreflightMedia] { face.media.filter { $0.kind == .image } }
    var animations: [PreflightMedia] { face.media.filter { $0.kind == .animation } }
    var videos: [PreflightMedia] { face.media.filter { $0.kind == .video } }
    var documents: [PreflightMedia] { face.media.filter { $0.kind == .document } }

    mutating func say(
        _ severity: PreflightFinding.Severity, _ code: String, _ field: PreflightFinding.Field,
        _ figures: [String: PreflightFinding.Value] = [:], on figure: Figure? = nil
    ) {
        let named = figures.merging(["network": .text(limits.label)]) { own, _ in own }
        findings.append(PreflightFinding(severity, code, field, named, on: figure))
    }

    /// Stops, or warns where the figure is from memory only.
    mutating func stop(
        _ code: String, _ field: PreflightFinding.Field, _ figures: [String: PreflightFinding.Value] = [:],
        on figure: Figure?
    ) {
        say(figure?.confidence == .memory ? .warn : .block, code, field, figures, on: figure)
    }

    /// Holds `measured` against the figure called `name`: over it, `code` stops; over one of its steps, `near` warns or
    /// advises. `shown` makes a value of a sentence out of a number.
    mutating func hold(
        _ measured: Double, to name: FigureName, _ code: String, near: String? = nil, _ field: PreflightFinding.Field,
        _ more: [String: PreflightFinding.Value] = [:],
        shown: (Double) -> PreflightFinding.Value = Self.number
    ) {
        guard let figure = limits[name] else { return }
        let steps = figure.steps
        func said(_ most: Double) -> [String: PreflightFinding.Value] {
            more.merging(["count": shown(measured), "max": shown(most)]) { own, _ in own }
        }
        if let most = steps.blockAbove ?? figure.value.number, measured > most {
            return stop(code, field, said(most), on: figure)
        }
        guard let near else { return }
        let warnings = [
            steps.blockAbove == nil ? nil : figure.value.number, steps.warnAbove,
            face.media.isEmpty ? nil : steps.warnAboveWithMedia,
        ]
        if let most = warnings.compactMap({ $0 }).min(), measured > most {
            say(.warn, near, field, said(most), on: figure)
        } else if let most = steps.adviseAbove, measured > most {
            say(.advice, near, field, said(most), on: figure)
        }
    }
}
