import Foundation
import Kernel
import Wire

/// What a network's fields mean, read with suspicion.
enum Fields {
    /// Characters kept of one text: longer than any network allows, short enough for any screen.
    static let longest = 100_000

    /// RFC 3339, with or without fractions of a second. Nil for anything else, for what is older than the networks and
    /// for what lies more than a day ahead of `now`.
    static func moment(_ text: String?, now: Instant) -> Instant? {
        guard let text, text.utf8.count <= 40 else { return nil }
        let whole = Date.ISO8601FormatStyle()
        let fractions = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = (try? Date(text, strategy: fractions)) ?? (try? Date(text, strategy: whole)) else {
            return nil
        }
        let moment = Instant(date)
        return moment.seconds > 631_152_000 && moment < now.adding(days: 1) ? moment : nil
    }

    /// A web address that may be shown as a link; nil for any other scheme.
    static func link(_ text: String?) -> String? {
        guard let text, text.utf8.count <= 2_048, let address = try? WebAddress(text) else { return nil }
        return address.text
    }

    /// An identifier as the network gives it, unless it is empty or absurd.
    static func id(_ text: String?) -> String? {
        guard let text, !text.isEmpty, text.utf8.count <= 2_048 else { return nil }
        return text
    }

    /// Text without control characters, cut at the longest length.
    static func text(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(longest) where scalar.value >= 0x20 || scalar == "\n" || scalar == "\t"
        {
            kept.append(scalar)
        }
        return String(kept).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// A BCP 47 tag of a plausible form.
    static func language(_ text: String?) -> String? {
        guard let text, (2...35).contains(text.utf8.count),
            text.utf8.allSatisfy({
                $0 == 45 || (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
            })
        else { return nil }
        return text
    }
}
