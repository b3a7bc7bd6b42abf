import Synchronization

/// The faults that stand, and how often they still happen.
final class FaultBoard: Sendable {
    struct Standing: Sendable {
        let id: Int
        let fault: Fault
        let network: SimulatedNetwork
        /// `*` for all.
        let operation: String
        /// Nil until somebody takes it away.
        var left: Int?
    }

    private let state = Mutex<(next: Int, standing: [Standing])>((1, []))

    static let most = 1_000

    @discardableResult
    func add(_ fault: Fault, on network: SimulatedNetwork, operation: String, times: Int?) -> Int {
        state.withLock { state in
            let id = state.next
            state.next += 1
            state.standing.append(
                Standing(id: id, fault: fault, network: network, operation: operation, left: times))
            if state.standing.count > Self.most { state.standing.removeFirst() }
            return id
        }
    }

    /// What happens to this call; each of them has happened once more then.
    func take(_ network: SimulatedNetwork, _ operation: String) -> [Fault] {
        state.withLock { state in
            var taken: [Fault] = []
            for index in state.standing.indices {
                let standing = state.standing[index]
                guard standing.network == network, ["*", operation].contains(standing.operation), standing.left != 0
                else { continue }
                taken.append(standing.fault)
                state.standing[index].left = standing.left.map { $0 - 1 }
            }
            state.standing.removeAll { $0.left == 0 }
            return taken
        }
    }

    func list() -> [Standing] { state.withLock { $0.standing } }

    func remove(_ id: Int) { state.withLock { state in state.standing.removeAll { $0.id == id } } }

    func reset() { state.withLock { $0.standing = [] } }
}
