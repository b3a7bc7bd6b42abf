import Configuration
import Kernel

/// Reads one kind of value at a time, and says which setting is wrong. Values are never quoted: one may be a secret.
struct SettingReader {
    private let reader: ConfigReader

    init(_ reader: ConfigReader) { self.reader = reader }

    /// Files hold numbers and booleans as such, flags and the environment hold text: all are read as text.
    func text(_ key: String) -> String? {
        let name = ConfigKey(stringLiteral: key)
        if let text = reader.string(forKey: name), !text.isEmpty { return text }
        if let number = reader.int(forKey: name) { return String(number) }
        if let number = reader.double(forKey: name) { return String(number) }
        if let truth = reader.bool(forKey: name) { return String(truth) }
        return nil
    }

    func text(_ key: String, _ standard: String) -> String { text(key) ?? standard }

    func list(_ key: String) -> [String] {
        (text(key) ?? "").split(separator: ",").map { $0.trimmingPrefix(while: \.isWhitespace) }.map(String.init)
            .filter { !$0.isEmpty }
    }

    func number(_ key: String, _ standard: Int, in range: ClosedRange<Int>) throws -> Int {
        guard let text = text(key) else { return standard }
        guard let number = Int(text), range.contains(number) else {
            throw Failure(
                .unusable, "setting \(key): expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func seconds(_ key: String, _ standard: Double, in range: ClosedRange<Double>) throws -> Double {
        guard let text = text(key) else { return standard }
        guard let number = Double(text), range.contains(number) else {
            throw Failure(.unusable, "setting \(key): expected seconds from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func truth(_ key: String, _ standard: Bool) throws -> Bool {
        switch text(key)?.lowercased() {
        case nil: standard
        case "true", "yes", "1": true
        case "false", "no", "0": false
        default: throw Failure(.unusable, "setting \(key): expected true or false")
        }
    }

    func choice<E: RawRepresentable & CaseIterable>(_ key: String, _ standard: E) throws -> E
    where E.RawValue == String {
        guard let text = text(key) else { return standard }
        guard let value = E(rawValue: text) else {
            let known = E.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(.unusable, "setting \(key): expected one of \(known)")
        }
        return value
    }
}
