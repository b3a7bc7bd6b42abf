import HTTPTypes

/// One thing that a network does: its name for faults, its method and path, and how it is done.
struct Operation: Sendable {
    typealias Work = @Sendable (Call, Town) async throws -> Answer

    /// What faults and the record of calls name it by: `publish`, `upload`, `delete`…
    let name: String
    let method: HTTPRequest.Method
    private let pattern: [Substring]
    let work: Work

    /// - Parameter path: `{page}/feed`; a part in braces takes anything, `…` the rest.
    init(_ name: String, _ method: HTTPRequest.Method, _ path: String, _ work: @escaping Work) {
        (self.name, self.method, self.work) = (name, method, work)
        pattern = path.split(separator: "/")
    }

    /// Nil when `call` is for another.
    func places(_ call: Call) -> [String: String]? {
        guard call.method == method else { return nil }
        var places: [String: String] = [:]
        for (index, part) in pattern.enumerated() {
            if part == "…" { return places }
            guard index < call.path.count else { return nil }
            if part.hasPrefix("{") {
                places[String(part.dropFirst().dropLast())] = call.path[index]
            } else if part != call.path[index] {
                return nil
            }
        }
        return pattern.count == call.path.count ? places : nil
    }
}

/// A network that is played here.
protocol PlayedNetwork: Sendable {
    var network: SimulatedNetwork { get }
    /// The first that fits counts.
    var operations: [Operation] { get }
    /// What is looked at before an operation is looked for: versions in paths, headers that must be there.
    func prepare(_ call: inout Call) throws
    /// A no in the network's own form.
    func answer(to complaint: Complaint, _ call: Call) -> Answer
    /// What every answer carries.
    func stamp(_ answer: inout Answer, _ call: Call, _ operation: String, _ town: Town)
    /// Names of fields and headers that tell what was published, for answers that leave them out.
    var identifiers: Set<String> { get }
}

extension PlayedNetwork {
    func prepare(_ call: inout Call) throws {}
    func stamp(_ answer: inout Answer, _ call: Call, _ operation: String, _ town: Town) {}
    var identifiers: Set<String> { ["id", "post_id", "name", "x-restli-id"] }

    func refuse(_ complaint: Complaint, _ call: Call) -> Refusal { Refusal(answer(to: complaint, call)) }
}
