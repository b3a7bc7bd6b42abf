import Kernel

extension OpinionEvaluation {
    /// Mistakes shown on the page.
    private static let worst = 12

    /// The figures as a page: scores, confusion table, calibration, themes, and the mistakes made with most assurance.
    public func markdown(title: String) -> String {
        let scores = """
            ## \(title)

            \(cases.count) opinions that the model did not train on.

            | Measure | Value |
            |---|---|
            | Praise against complaint, macro-F1 by the sign of the score | \(Self.figure(signMacroF1)) |
            | The same, `mixed` and `neutral` counted as mistakes | \(Self.figure(strictMacroF1)) |
            | Four classes, macro-F1 | \(Self.figure(fourClassMacroF1)) |
            | Four classes, share right | \(Self.figure(accuracy)) |
            | Expected calibration error | \(Self.figure(calibrationError)) |
            | Said to be unsure | \(cases.filter(\.judgement.unsure).count) of \(cases.count) |
            | Themes, micro-F1 | \(Self.figure(themeMicroF1)) |
            | Themes, macro-F1 | \(Self.figure(themeMacroF1)) |
            """
        return [scores, confusion, themeTable, mistakes].joined(separator: "\n\n") + "\n"
    }

    /// How many of those in danger were seen, at what price in false alarms, and every mistake.
    public func distressMarkdown(title: String) -> String {
        let (seen, missed, alarms) = (distress(seen: true), distress(seen: false), falseAlarms)
        let danger = seen.count + missed.count
        func list(_ cases: [Case]) -> String { cases.map { "- \($0.truth.text)" }.joined(separator: "\n") }
        return """
            ## \(title)

            | Texts | Alarm raised |
            |---|---|
            | \(danger) in which somebody is in danger | \(seen.count) |
            | \(cases.count - danger) in which nobody is, many of them written to tempt | \(alarms.count) |

            Missed:

            \(missed.isEmpty ? "None." : list(missed))

            False alarms:

            \(alarms.isEmpty ? "None." : list(alarms))
            """
    }

    private var confusion: String {
        let header = "| Truth \\ said | " + Polarity.allCases.map(\.rawValue).joined(separator: " | ") + " |"
        let rows = Polarity.allCases.map { truth in
            let counts = Polarity.allCases.map { String(count(truth: truth, said: $0)) }
            return "| \(truth.rawValue) | " + counts.joined(separator: " | ") + " |"
        }
        return ([header, "|---|---|---|---|---|"] + rows).joined(separator: "\n")
    }

    private var themeTable: String {
        let rows = Theme.allCases.map { theme in
            let truth = cases.filter { $0.truth.themes.contains(theme) }.count
            let said = cases.filter { $0.judgement.themes.contains { $0.theme == theme } }.count
            return "| \(theme.rawValue) | \(truth) | \(said) | \(truth == 0 ? "–" : Self.figure(themeF1(theme))) |"
        }
        return (["| Theme | True | Said | F1 |", "|---|---|---|---|"] + rows).joined(separator: "\n")
    }

    /// Identifiers only: the texts may not be published.
    private var mistakes: String {
        let wrong = cases.filter { $0.truth.polarity != $0.judgement.polarity }
            .sorted { ($0.judgement.confidence, $1.truth.id) > ($1.judgement.confidence, $0.truth.id) }
        guard !wrong.isEmpty else { return "No opinion got the wrong polarity." }
        let rows = wrong.prefix(Self.worst).map { item in
            "| \(item.truth.id) | \(item.truth.polarity.rawValue) | \(item.judgement.polarity.rawValue) "
                + "| \(Self.figure(item.judgement.confidence)) |"
        }
        let head = [
            "The most assured mistakes, by identifier:", "", "| Opinion | Truth | Said | Confidence |",
            "|---|---|---|---|",
        ]
        return (head + rows).joined(separator: "\n")
    }

    /// The main figures in one line.
    var line: String {
        "praise against complaint \(Self.figure(signMacroF1)), four classes \(Self.figure(fourClassMacroF1)), "
            + "themes \(Self.figure(themeMacroF1)) (macro) \(Self.figure(themeMicroF1)) (micro), "
            + "calibration error \(Self.figure(calibrationError))"
    }

    /// Three decimals, without the locale's comma.
    private static func figure(_ value: Double) -> String {
        let thousandths = Int((value * 1000).rounded())
        let digits = String(abs(thousandths) % 1000)
        let padded = String(repeating: "0", count: 3 - digits.count) + digits
        return "\(thousandths < 0 ? "−" : "")\(abs(thousandths) / 1000).\(padded)"
    }
}
