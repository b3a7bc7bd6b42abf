import Kernel

/// Who may change sources and watches: they serve the whole organisation, so that the right for one service is not enough.
enum GatherRight {
    /// The account to write into the trail; nil is the command line, whose user holds the data folder itself.
    /// - Throws: `Failure(.forbidden)`.
    static func check(_ person: Person?) throws -> Int64? {
        guard let person else { return nil }
        guard person.scope(of: .gather) == .everything else {
            throw Failure(.forbidden, "gathering is for the whole organisation", words: "listening.gather_whole")
        }
        return person.id
    }
}
