import Kernel
import Web

/// What Today is drawn from.
struct TodayPage: Encodable, Sendable {
    /// A number beside what it was.
    struct Comparison: Encodable, Sendable {
        let label: String
        let was: String
        let change: String
        let tone: String
        let icon: String
        let path: String
    }

    /// A number with its comparisons; it opens what it counts.
    struct Measure: Encodable, Sendable {
        let name: String
        let figure: String
        let path: String
        let action: String
        let comparisons: [Comparison]
    }

    /// The temperature in figures and in words; nil fields when there is not enough.
    struct Heat: Encodable, Sendable {
        let drawing: SafeHTML
        let figure: String
        let heat: String
        let reading: String
        let interval: String
        let made: String
        let path: String
        let comparisons: [Comparison]
    }

    struct NotEnough: Encodable, Sendable {
        let drawing: SafeHTML
        let text: String
        let path: String
    }

    struct Movement: Encodable, Sendable {
        let name: String
        let sentence: String
        let tone: String
        let icon: String
        let word: String
        let path: String
    }

    struct AlertLine: Encodable, Sendable {
        let title: String
        let times: String?
        let level: String
        let tone: String
        let since: Moment
        let path: String
    }

    struct Span: Encodable, Sendable {
        let label: String
        let short: String
        let path: String
        let current: Bool
    }

    /// What to do first on an installation that has heard nothing.
    struct Step: Encodable, Sendable {
        let icon: String
        let name: String
        let text: String
        let path: String
    }

    let placeName: String
    let dates: String
    let spans: [Span]
    let lists: [StreamPage.Choice]
    let days: String
    let steps: [Step]
    let started: Bool
    let heat: Heat?
    let notEnough: NotEnough?
    let measures: [Measure]
    let curve: SafeHTML?
    let columns: SafeHTML
    let movements: [Movement]
    let hasMovements: Bool
    let movesShown: Bool
    let firsts: [Voice]
    let nothingFirst: Bool
    let alerts: [AlertLine]
    let hasAlerts: Bool
    let moreAlerts: String?
}
