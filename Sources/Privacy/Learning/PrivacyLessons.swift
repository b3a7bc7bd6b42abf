import Foundation
import Kernel

/// Reads what the gazetteer and the models are made of, from the project's own texts and from the data beside it.
public struct PrivacyLessons {
    private let own: [PrivacyExample]
    private let opinions: [String]
    private let cases: [String]
    private let clinical: [PrivacyExample]
    private let lists: Lists

    private struct Lists {
        var surnames: [(name: String, count: Int)] = []
        var firstNames: [(name: String, woman: Bool, count: Int)] = []
        var communes: [String] = []
        var hospitals: [String] = []
    }

    /// - Parameters:
    ///   - training: folder of the project's own texts, `Sources/Privacy/Training`.
    ///   - data: folder that holds `opinions/train.tsv` and `deidentification/`.
    ///   - lists: folder of `noms.csv`, `prenoms.csv`, `communes.csv` and `hospitals-finess.csv`, unpacked.
    /// - Throws: `Failure(.unusable)` for a file that is missing or is not what it should be.
    public init(training: String, data: String, lists: String) throws {
        own = try ["identifiers", "others", "tempting", "lures", "rooms", "more"].flatMap {
            try PrivacyExample.read(Self.bytes("\(training)/\($0).jsonl"))
        }
        opinions = try Self.lines("\(data)/opinions/train.tsv").dropFirst().compactMap {
            $0.split(separator: "\t", omittingEmptySubsequences: false).last.map(String.init)
        }
        cases = try Self.cases("\(data)/deidentification/e3c-clinical-cases-fr.jsonl")
        clinical = try Self.templates("\(data)/deidentification/eds_pseudo_templates.txt")
        self.lists = try Self.lists(lists)
    }

    /// The bytes of the gazetteer.
    public func gazetteer() -> [UInt8] {
        var builder = GazetteerBuilder()
        for one in lists.surnames { builder.addSurname(one.name, count: one.count) }
        for one in lists.firstNames { builder.addFirstName(one.name, woman: one.woman, count: one.count) }
        lists.communes.forEach { builder.addCommune($0) }
        lists.hospitals.forEach { builder.addHospital($0) }
        (opinions + cases).forEach { builder.addEveryday($0) }
        return builder.compiled()
    }

    /// A trainer that has read everything.
    /// - Parameter own: texts to learn from instead of the project's own, to measure on the others.
    public func trainer(gazetteer: UnsafeRawBufferPointer, own: [PrivacyExample]? = nil) throws -> PrivacyTrainer {
        var trainer = try PrivacyTrainer(own: own ?? self.own, gazetteer: gazetteer)
        trainer.clinical = clinical
        trainer.quiet =
            Self.every(2, of: cases, from: 0) + Self.every(40, of: opinions, from: 3)
        trainer.plots = Self.every(20, of: opinions, from: 7).filter { $0.count < 700 }
        let first = lists.firstNames.filter { $0.count >= 60 && $0.name.count > 2 }.map(\.name)
        let surnames = lists.surnames.filter { $0.count >= 60 && $0.name.count > 2 }.map(\.name)
        trainer.firstNames = Self.every(max(1, first.count / 4_000), of: first, from: 0)
        trainer.surnames = Self.every(max(1, surnames.count / 6_000), of: surnames, from: 0)
        return trainer
    }

    private static func every<T>(_ step: Int, of all: [T], from start: Int) -> [T] {
        stride(from: start, to: all.count, by: step).map { all[$0] }
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.unusable, "\(path): no such file, or it may not be read")
        }
        return Array(data)
    }

    private static func lines(_ path: String) throws -> [Substring] {
        String(decoding: try bytes(path), as: UTF8.self).split(separator: "\n")
    }

    private static func cases(_ path: String) throws -> [String] {
        struct Case: Decodable { let text: String }
        return try lines(path).map { line in
            do {
                return try JSONDecoder().decode(Case.self, from: Data(line.utf8)).text
            } catch {
                throw Failure(.unusable, "\(path): a line is no clinical case")
            }
        }
    }

    /// Clinical lines with their names marked: `Internes : [JALONNET](NOM) [Christine](PRENOM)`.
    private static func templates(_ path: String) throws -> [PrivacyExample] {
        try lines(path).enumerated().map { number, line in
            var text = ""
            var spans: [PrivacyExample.Span] = []
            var rest = line[...]
            while let mark = rest.firstMatch(of: /\[([^\[\]]*)\]\(([A-Z_]+)\)/) {
                text += rest[..<mark.range.lowerBound]
                let start = text.unicodeScalars.count
                text += mark.1
                if mark.2 == "NOM" || mark.2 == "PRENOM" {
                    spans.append(PrivacyExample.Span(range: start..<text.unicodeScalars.count, kind: .name))
                }
                rest = rest[mark.range.upperBound...]
            }
            return PrivacyExample(id: "t\(number)", text: text + rest, spans: spans, combination: false)
        }
    }

    private static func lists(_ folder: String) throws -> Lists {
        var lists = Lists()
        func rows(_ name: String) throws -> [[String]] {
            try lines("\(folder)/\(name).csv").dropFirst().map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
        }
        for row in try rows("noms") where row.count == 2 {
            if let count = Int(row[1]) { lists.surnames.append((row[0], count)) }
        }
        for row in try rows("prenoms") where row.count == 3 {
            if let count = Int(row[2]) { lists.firstNames.append((row[0], row[1] == "F", count)) }
        }
        lists.communes = try rows("communes").compactMap { $0.count > 1 ? $0[1] : nil }
        lists.hospitals = try rows("hospitals-finess").flatMap { $0.count > 3 ? Array($0[2...3]) : [] }
        return lists
    }
}
