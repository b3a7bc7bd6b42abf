import Kernel
import Paper
import Web

/// The report as a sheet of paper.
struct CommitteePaper {
    let report: CommitteeReport
    let tongue: Tongue
    let date: Instant
    /// Words above the thermometer.
    let house: String

    func pdf() throws -> [UInt8] {
        try Paper.pdf(
            Sheet(
                tongue: tongue, title: "\(report.title) · \(report.period)", author: report.organisation, date: date,
                footer: "\(report.organisation) · \(report.period)", blocks: blocks))
    }

    private var blocks: [Block] {
        var blocks: [Block] = [
            .heading(report.title, level: 1), .paragraph("\(report.organisation) · \(report.period)", .lead),
            .paragraph(report.made, .small), .rule,
        ]
        if let degrees = report.degrees, let low = report.low, let high = report.high {
            blocks += [
                .heading(house),
                .thermometer(
                    Gauge(
                        degrees: degrees, low: low, high: high,
                        text: "\(report.temperature ?? ""), \(report.interval ?? "")")),
            ]
        }
        for section in report.sections { blocks += self.blocks(of: section) }
        return blocks + [.rule, .paragraph(report.note, .small)]
    }

    private func blocks(of section: CommitteeReport.Section) -> [Block] {
        var blocks: [Block] = [.heading(section.title)]
        if let says = section.says { blocks.append(.paragraph(says)) }
        if section.isTable {
            let columns = section.heads.indices.map { Table.Column($0 == 0 ? 2.4 : 1, $0 == 0 ? .start : .end) }
            blocks.append(
                .table(Table(columns, header: section.heads, rows: section.rows.map { [$0.label] + $0.cells })))
        }
        if !section.lines.isEmpty { blocks.append(.list(section.lines)) }
        if !section.quotes.isEmpty { blocks.append(.list(section.quotes.map { "« \($0) »" })) }
        return blocks
    }
}
