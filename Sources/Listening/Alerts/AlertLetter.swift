import Kernel
import Web

/// The words of an alert's mail, in the addressee's language. None of them is a mention's text.
struct AlertLetter {
    let alert: Alert
    let rung: AlertRung
    /// Names of what the alert is about.
    let watch: String?
    let service: String?
    let site: String?
    let words: Words
    let tongue: Tongue

    var title: String {
        let about =
            switch alert.rule {
            case .distress: word("alert_distress")
            case .keyword: word("alert_keyword", ["watch": watch ?? ""])
            case .ears, .farrington, .hour: word("alert_rises", ["subject": subject])
            }
        return "[Résonance] " + about
    }

    var text: String {
        var lines = [title, "", counted]
        lines += ["", rung.duty { word($0) }]
        if let site { lines += ["", word("mail_read", ["address": site + "/alerts"])] }
        if alert.rule == .distress { lines += ["", word("alert_distress_numbers")] }
        return lines.joined(separator: "\n") + "\n"
    }

    private var counted: String {
        let figures = Figures(tongue)
        let observed = figures.integer(Int(alert.observed))
        guard let expected = alert.expected, let threshold = alert.threshold else {
            return word("mail_mentions", ["n": observed])
        }
        return word(
            "alert_figures",
            ["observed": observed, "expected": figures.decimal(expected), "threshold": figures.decimal(threshold)])
    }

    private var subject: String {
        if let watch { return watch }
        if let service { return service }
        if case .place(let place) = alert.subject, let theme = place.theme { return word("theme_\(theme.rawValue)") }
        return word("whole_hospital")
    }

    private func word(_ key: String, _ values: [String: String] = [:]) -> String {
        words("listening.\(key)", tongue, values)
    }
}
