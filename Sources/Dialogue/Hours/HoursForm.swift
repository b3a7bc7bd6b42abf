import Foundation
import Kernel
import Web

/// What is written in the fields of the page of hours, both ways.
enum HoursForm {
    /// "9:00-12:30, 13:30-18:00", "9 h – 12 h 30 ; 13h30-18h": ranges in order that do not touch; empty is closed; nil
    /// when it cannot be read.
    static func ranges(_ text: String) -> [OpenRange]? {
        let plain = text.lowercased().unicodeScalars.map { scalar -> Character in
            switch scalar {
            case "–", "—", "−", "à": "-"
            case ";", "/", "|": ","
            case "h": ":"
            default: Character(scalar)
            }
        }.filter { !$0.isWhitespace }
        if plain.isEmpty || plain == ["-"] { return [] }
        var ranges: [OpenRange] = []
        for part in String(plain).split(separator: ",", omittingEmptySubsequences: true) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count == 2, let from = minute(ends[0]), let to = minute(ends[1]), from < to else { return nil }
            ranges.append(OpenRange(from: from, to: to))
        }
        ranges.sort { $0.from < $1.from }
        for (one, next) in zip(ranges, ranges.dropFirst()) where one.to >= next.from { return nil }
        return ranges.count <= 8 ? ranges : nil
    }

    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: true).map { Int($0) }
        guard (1...2).contains(parts.count), let hour = parts[0], (0...24).contains(hour) else { return nil }
        guard parts.count == 2 else { return hour * 60 }
        guard let minutes = parts[1], (0...59).contains(minutes), hour * 60 + minutes <= 24 * 60 else { return nil }
        return hour * 60 + minutes
    }

    static func text(_ ranges: [OpenRange]) -> String {
        ranges.map { "\(LocalMoment.clock($0.from))-\(LocalMoment.clock($0.to))" }.joined(separator: ", ")
    }

    /// Hours of opening as minutes, "8", "0,5", "1.5"; nil is nothing said.
    /// - Throws: when it is no number between five minutes and a thousand hours.
    static func minutes(_ text: String?) throws -> Int? {
        guard let text else { return nil }
        guard let hours = Double(text.replacing(",", with: ".")), hours.isFinite,
            (5...60_000).contains((hours * 60).rounded())
        else { throw Failure(.unusable, "a target is a number of hours", words: "hours.target_wrong") }
        return Int((hours * 60).rounded())
    }

    static func hours(_ minutes: Int, _ figures: Figures) -> String {
        minutes % 60 == 0 ? String(minutes / 60) : figures.decimal(Double(minutes) / 60, digits: 2)
    }
}
