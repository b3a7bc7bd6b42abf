import Kernel
import Wire

/// A no, read by its network's table.
struct NetworkRefusal: Sendable {
    /// What a table finds in an answer: the meaning, the network's own code for the log, its words for people.
    typealias Reading = (meaning: NetworkMeaning, code: String?, said: String?)

    let failure: Failure
    /// One clean line of at most 300 characters.
    let said: String?
    /// Seconds.
    let wait: Double?
    let isDoubtful: Bool

    /// - Parameters:
    ///   - host: who said it.
    ///   - asked: seconds that the answer itself asks us to wait.
    init(_ reading: Reading, host: String, status: Int, asked: Double?) {
        let (kind, words) = reading.meaning.kind
        let code = Self.line(reading.code).map { " (\($0.prefix(80)))" } ?? ""
        failure = Failure(kind, "\(host) answered HTTP \(status)\(code)", words: words)
        said = Self.line(reading.said)
        isDoubtful = reading.meaning == .doubtful
        switch reading.meaning {
        case .wait(let seconds): wait = Self.clamped(asked ?? seconds)
        case .quota(let seconds): wait = max(1, seconds)
        default: wait = asked.map(Self.clamped)
        }
    }

    var sending: Sending {
        isDoubtful
            ? .unknown(cause: "\(failure.cause), which may have been said after the deed")
            : .refused(failure, said: said, wait: wait)
    }

    /// Between a second and an hour: networks were seen to ask for less and for years.
    static func clamped(_ seconds: Double) -> Double { seconds.isFinite ? min(3_600, max(1, seconds)) : 3_600 }

    /// Messages about tokens may quote them: long runs of letters and digits lose all but their last four.
    static func line(_ text: String?) -> String? {
        let words = Fields.text(String((text ?? "").prefix(4_000))).split(whereSeparator: \.isWhitespace).map { word in
            let isSecret =
                word.count >= 24 && !word.contains(where: { "/:".contains($0) }) && word.contains(where: \.isNumber)
            return isSecret ? "…" + word.suffix(4) : String(word)
        }
        let line = words.joined(separator: " ")
        return line.isEmpty ? nil : String(line.prefix(300))
    }
}
