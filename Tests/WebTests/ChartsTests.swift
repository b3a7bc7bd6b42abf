import Foundation
import FoundationXML
import Kernel
import Testing
@testable import Web

/// Reads markup as XML and keeps the elements' names.
private final class Reader: NSObject, XMLParserDelegate {
    var names: [String] = []
    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
    ) { names.append(name) }

    static func names(_ html: SafeHTML) throws -> [String] {
        let reader = Reader()
        let parser = XMLParser(data: Data("<x>\(html.markup)</x>".utf8))
        parser.delegate = reader
        #expect(parser.parse(), "\(String(describing: parser.parserError)) in \(html.markup)")
        return reader.names
    }
}

@Suite("Charts")
struct ChartsTests {
    static let nasty = "\"><script>alert('é')</script>&\u{301}"

    private func line(_ points: [TimeChart.Point], _ style: TimeChart.Style = .line) -> SafeHTML {
        let table = ChartTable(
            heads: [Self.nasty, "n"], rows: points.map { .init([$0.label, "1"], link: "/x?a=1&b=\(Self.nasty)") })
        return TimeChart(
            id: "c", caption: Self.nasty, description: Self.nasty, style: style, points: points, reference: 37,
            table: table
        ).html(Figures(.french), foldWord: "Voir")
    }

    @Test("every chart is well-formed, and no text of it becomes markup")
    func wellFormed() throws {
        let points = (0..<30).map { (index: Int) -> TimeChart.Point in
            let value = Double(index)
            return TimeChart.Point(
                Self.nasty, index == 5 ? nil : value, low: value - 1, high: value + 1, part: 2, alarm: index == 9)
        }
        let charts: [SafeHTML] = [
            line(points), line(points, .columns), line([]), line([.init("a", 37)]),
            line([.init("a", .nan), .init("b", .infinity)]),
            Thermometer(temperature: 38.1, low: 37.5, high: 39, description: Self.nasty).html,
            Thermometer(temperature: nil, low: nil, high: nil, description: "?").html,
            BarTable(
                caption: Self.nasty, heads: ("a", "b"),
                bars: [.init(Self.nasty, figure: "1", value: 1, part: 0.5, link: Self.nasty)]
            ).html,
            BarTable(caption: "", heads: ("a", "b"), bars: [.init("z", figure: "0", value: 0)]).html,
            Sparkline([1, nil, 3], label: Self.nasty).html, Sparkline([], label: "").html,
            SmallMultiples([.init(Self.nasty, figure: "1", line: Sparkline([1, 2], label: "x"), link: "/")]).html,
        ]
        for chart in charts {
            let names = try Reader.names(chart)
            #expect(!names.contains("script"))
            #expect(!chart.markup.contains(" style="))
            #expect(!chart.markup.lowercased().contains("nan") && !chart.markup.contains("inf"))
        }
    }

    @Test("a chart has its name for a screen reader, and its table")
    func accessible() throws {
        let html = line([.init("lundi", 1), .init("mardi", 2)]).markup
        #expect(html.contains("role=\"img\" aria-label="))
        let names = try Reader.names(line([.init("lundi", 1), .init("mardi", 2)]))
        #expect(names.filter { $0 == "tr" }.count == 3)
        #expect(names.contains("caption") && names.contains("summary"))
        #expect(
            try Reader.names(Thermometer(temperature: 38, low: 37, high: 39, description: "x").html).contains("path"))
    }

    @Test("a gap breaks the line")
    func gaps() throws {
        let names = try Reader.names(
            line([.init("a", 1), .init("b", 2), .init("c", nil), .init("d", 3), .init("e", 4)]))
        #expect(names.filter { $0 == "polyline" }.count == 2)
    }

    @Test(
        "ticks are round and hold the values",
        arguments: [(0.0, 97.0), (36.2, 38.9), (0, 0), (-5, 5), (0, 1e9), (0, 0.003)])
    func ticks(_ low: Double, _ high: Double) {
        let scale = ChartScale(low, high)
        #expect(scale.low <= low && scale.high >= high)
        #expect((2...8).contains(scale.ticks.count), "\(scale.ticks)")
        #expect(scale.position(scale.low) == 0 && scale.position(scale.high) == 1)
    }

    @Test("what is counted has no half on its axis", arguments: [1.0, 3, 7, 10, 40, 9_999])
    func wholes(_ high: Double) {
        let scale = ChartScale(0, high, wholes: true)
        #expect(scale.high >= high && scale.ticks.allSatisfy { $0 == $0.rounded() }, "\(scale.ticks)")
    }

    @Test(
        "the thermometer's colour follows the fever",
        arguments: [(36.0, "calm"), (37, "normal"), (38, "warm"), (39, "hot")])
    func heat(_ temperature: Double, _ name: String) { #expect(Thermometer.heat(temperature) == name) }
}
