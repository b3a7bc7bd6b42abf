import Foundation
import Testing

/// The fifty failures that happened to others are tests by number, and stand in docs/failures.md.
@Suite struct FailureListTests {
    /// Numbers at the head of the names of tests, with the files in which they stand.
    private static func numbered() throws -> [Int: Set<String>] {
        var found: [Int: Set<String>] = [:]
        func note(_ numbers: Substring, _ path: String) {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            for number in numbers.matches(of: /[0-9]+/).compactMap({ Int($0.0) }) {
                found[number, default: []].insert(String(name.split(separator: ".")[0]))
            }
        }
        for file in try Checkout.files("Tests", ending: ".swift") {
            for match in file.text.matches(of: #/@Test\(\s*"([0-9]+(?:(?:, | and )[0-9]+)*): /#) {
                note(match.1, file.path)
            }
        }
        for file in try Checkout.files("Tests/browser", ending: ".py") {
            for match in file.text.matches(of: #/def test_([0-9]+)_/#) { note(match.1, file.path) }
        }
        return found
    }

    /// Cells of the rows of the table, by number.
    private static func rows() throws -> [Int: [String]] {
        let lines = try Checkout.text("docs/failures.md").split(separator: "\n")
        return Dictionary(
            lines.compactMap { line in
                let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
                return cells.first.flatMap { Int($0) }.map { ($0, cells) }
            }, uniquingKeysWith: { first, _ in first })
    }

    @Test("each of the fifty failures has a test that begins with its number", arguments: 1...50)
    func tested(_ number: Int) throws {
        #expect(try Self.numbered()[number] != nil, "no test begins with “\(number):”")
    }

    @Test("docs/failures.md has the fifty, each with how it is avoided and tests that are there")
    func table() throws {
        let (rows, numbered) = (try Self.rows(), try Self.numbered())
        #expect(rows.keys.sorted() == Array(1...50))
        for (number, cells) in rows {
            #expect(cells.count == 4 && cells.allSatisfy { !$0.isEmpty }, "row \(number)")
            let named = (cells.last ?? "").matches(of: /`([A-Za-z_+]+)`/).map { String($0.1) }
            let there = numbered[number] ?? []
            #expect(there.isEmpty || !there.isDisjoint(with: named), "row \(number) names none of \(there.sorted())")
            #expect(there.isEmpty || Set(named).isSubset(of: there), "row \(number) names a file without such a test")
        }
    }
}
