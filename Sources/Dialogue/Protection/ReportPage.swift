import Kernel
import Web

/// A report in a list, and on its own page.
struct ReportLine: Encodable, Sendable {
    let path: String
    let conversation: String
    let network: String
    let ground: String
    let article: String
    let state: String
    let reference: String?
    let published: String
    let deadline: String?
    /// Days left in words; nil where there is no deadline or nothing more to do.
    let left: String?
    /// `bad` in the last two weeks and after.
    let tone: String

    init(_ report: NetworkReport, today: Int, _ context: SignedInContext) {
        path = "/protection/reports/\(report.id)"
        conversation = "/inbox/\(report.conversation)"
        network = context.word("listening.network_\(report.network.rawValue)")
        ground = context.word("protection.ground_\(report.ground.rawValue)")
        article = report.ground.article
        state = context.word("protection.state_\(report.state.rawValue)")
        reference = report.reference
        published = context.figures.date(day: report.publishedOn)
        deadline = report.deadline.map { context.figures.date(day: $0) }
        let days = report.left(on: today)
        left = days.map { Self.left($0, context) }
        tone = days.map { $0 <= NetworkReport.redDays ? "bad" : "" } ?? ""
    }

    /// `il reste 12 jours`, `dernier jour`, `dépassé de 3 jours`.
    static func left(_ days: Int, _ context: SignedInContext) -> String {
        switch days {
        case 0: context.word("protection.last_day")
        case 1...: context.count("protection.days_left", days)
        default: context.count("protection.days_over", -days)
        }
    }
}

struct RoadView: Encodable {
    let address: String?
    let way: String
    let asOf: String
    let choice: String?

    init(_ road: ReportRoad, _ ground: NetworkReport.Ground?, _ context: SignedInContext) {
        address = road.address
        way = context.tongue == .french ? road.french : road.english
        asOf = ReportRoad.asOf
        choice = ground.flatMap { road.names[$0] }
    }
}

struct StepView: Encodable {
    let state: String
    let day: String
    let note: String?
    let who: String
}

struct ReportFormPage: Encodable {
    let conversation: String
    let crumbs: [Crumb]
    let network: String
    let road: RoadView
    let fields: [FormField]
    let reproach: String?
    let faults: [String]
}

struct ReportPage: Encodable {
    let report: ReportLine
    let version: String
    let text: String
    let road: RoadView
    let crumbs: [Crumb]
    let steps: [StepView]
    let fields: [FormField]
    let reproach: String?
}
