import Foundation
import Kernel
import Testing

@testable import Networks

private let isThere = shared("reference/networks.yaml") != nil

/// The book is a copy of a table kept by hand; these hold the two together where the table is at hand.
@Suite(.enabled(if: isThere, "needs ../shared/reference/networks.yaml"))
struct FiguresTests {
    private static let names: [(table: String, network: Network)] = [
        ("facebook_page", .facebook), ("instagram", .instagram), ("threads", .threads), ("x", .x),
        ("youtube", .youtube), ("linkedin_page", .linkedin), ("google_business_profile", .google),
        ("mastodon", .mastodon), ("bluesky", .bluesky),
    ]

    private static func table() throws -> JSON {
        try SuiteYAML.parse(try #require(shared("reference/networks.yaml")))
    }

    /// Every figure of one network by its path: objects with `v`, lists of rates by what they are about, prices.
    private static func leaves(_ value: JSON, _ path: String = "") -> [String: JSON] {
        guard case .object(let fields) = value else { return [:] }
        if fields["v"] != nil { return [path: value] }
        var found: [String: JSON] = [:]
        for (key, inner) in fields {
            let name = path.isEmpty ? key : "\(path).\(key)"
            if key == "costs_usd" {
                for (cost, price) in leavesOfPrices(inner) { found["\(name).\(cost)"] = price }
            } else if key == "rate_limits" {
                for rate in inner.elements { found["\(name).\(slug(rate["what"].string ?? ""))"] = rate }
            } else {
                found.merge(leaves(inner, name)) { first, _ in first }
            }
        }
        return found
    }

    private static func leavesOfPrices(_ value: JSON) -> [(String, JSON)] {
        guard case .object(let fields) = value else { return [] }
        return fields.filter { $0.key != "src" && $0.key != "conf" }.map { key, price in
            (key, .object(["v": price, "unit": .string("usd"), "src": value["src"], "conf": value["conf"]]))
        }
    }

    private static func slug(_ text: String) -> String {
        text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.joined(separator: "_")
    }

    private static func value(_ json: JSON) -> FigureValue {
        switch json {
        case .number(let number): .number(number)
        case .bool(let flag): .flag(flag)
        case .string(let text): .text(text)
        case .array(let items):
            items.allSatisfy { $0.string != nil }
                ? .list(items.compactMap(\.string))
                : .pair(items.first.flatMap(Self.double) ?? -1, items.last.flatMap(Self.double) ?? -1)
        default: .none
        }
    }

    private static func double(_ json: JSON) -> Double? {
        if case .number(let number) = json { return number }
        return nil
    }

    @Test("each figure is the table's: value, unit, confidence, sources, note and where to ask", arguments: names)
    func same(table: String, network: Network) throws {
        let leaves = Self.leaves(try Self.table()["networks"][table])
        let limits = try LimitsFixture.limits(network)
        #expect(Set(leaves.keys) == Set(limits.all.map(\.name.rawValue)) && leaves.count > 10)
        for figure in limits.all {
            let (wanted, name) = (leaves[figure.name.rawValue] ?? .null, Comment(rawValue: figure.name.rawValue))
            #expect(figure.value == Self.value(wanted["v"]), name)
            #expect(figure.unit == wanted["unit"].string, name)
            #expect(figure.confidence.rawValue == wanted["conf"].string, name)
            #expect(figure.sources.map(\.id) == wanted["src"].elements.compactMap(\.string), name)
            #expect(figure.note == wanted["note"].string, name)
            #expect(figure.runtime == wanted["runtime"].string, name)
        }
    }

    @Test("each source of the table is in the book, and is found at the same place")
    func sources() throws {
        guard case .object(let sources) = try Self.table()["sources"] else { throw Failure(.broken, "no sources") }
        let book = try LimitsFixture.book()
        for (id, source) in sources where !id.hasPrefix("tt_") && id != "zer_tt" {
            let place = try #require(book.sources[id], "\(id)").place
            for field in ["url", "repo", "path", "via"] {
                if let text = source[field].string { #expect(place.contains(text), "\(id)") }
            }
        }
    }

    @Test("the days after which figures are read again are the table's")
    func review() throws {
        #expect(try LimitsFixture.book().reviewAfterDays == (try Self.table()["review_after_days"].int))
    }
}
