import Kernel

/// Where a mention counts: one line of the table `tally`.
struct TallyKey: Hashable {
    let label: Int64
    let service: Int64
    let theme: String
    let day: Int
    let network: Network
}

/// What is added to a line; negative when a mention is judged again and leaves its old line.
struct TallyDelta: Equatable {
    var mentions = 0
    var opinions = 0
    var positive = 0
    var negative = 0
    var mixed = 0

    static func += (left: inout TallyDelta, right: TallyDelta) {
        left.mentions += right.mentions
        left.opinions += right.opinions
        left.positive += right.positive
        left.negative += right.negative
        left.mixed += right.mixed
    }
}

/// What a mention weighs, and on which lines. Added when it arrives, taken away and added again when it is corrected.
struct TallyEntry {
    let day: Int
    let network: Network
    let kind: MentionKind
    let polarity: Polarity?
    let labels: [Int64]
    let services: [Int64]
    let themes: [Theme]
    let own: Bool

    /// Every combination of (all, each watch) × (all, each service) × (all, each theme).
    var keys: [TallyKey] {
        var keys: [TallyKey] = []
        for label in [0] + labels {
            for service in [0] + services {
                keys.append(TallyKey(label: label, service: service, theme: "", day: day, network: network))
                for theme in themes {
                    keys.append(
                        TallyKey(label: label, service: service, theme: theme.rawValue, day: day, network: network))
                }
            }
        }
        return keys
    }

    func delta(sign: Int) -> TallyDelta {
        guard let polarity, Mention.isOpinion(kind: kind, polarity: polarity, own: own) else {
            return TallyDelta(mentions: sign)
        }
        return TallyDelta(
            mentions: sign,
            opinions: sign,
            positive: polarity == .positive ? sign : 0,
            negative: polarity == .negative ? sign : 0,
            mixed: polarity == .mixed ? sign : 0)
    }
}

/// The sum of many entries, written once a batch.
struct TallySheet {
    private(set) var lines: [TallyKey: TallyDelta] = [:]

    mutating func add(_ entry: TallyEntry, sign: Int = 1) {
        let delta = entry.delta(sign: sign)
        for key in entry.keys { lines[key, default: TallyDelta()] += delta }
    }

    /// The lines of one label only: what a watch gains when it is asked of a mention that was counted before.
    mutating func add(_ entry: TallyEntry, only label: Int64) {
        for key in entry.keys where key.label == label { lines[key, default: TallyDelta()] += entry.delta(sign: 1) }
    }
}
