import Kernel
import Storage
import Web

/// What people do with what the machine proposes.
struct ClusterActions: Sendable {
    let desk: DialogueDesk

    func proposals(for person: Person) async throws -> (clusters: [Cluster], pairs: Int) {
        let (scope, now) = (person.scope(of: .improve), desk.clock.now())
        return try await desk.database.read { try ClusterStore.proposals(scope: scope, now: now, in: $0) }
    }

    /// The cluster as it stands now.
    /// - Throws: `.notFound` when it is no longer proposed, or lies outside the person's services.
    func find(_ service: Int64, _ theme: Theme, for person: Person) async throws -> Cluster {
        guard person.scope(of: .improve).covers(service) else { throw Self.gone }
        let now = desk.clock.now()
        guard
            let cluster = try await desk.database.read({
                try ClusterStore.proposal(service, theme, now: now, in: $0)
            })
        else { throw Self.gone }
        return cluster
    }

    /// Puts it aside, with a reason: the same voices propose it no more.
    func dismiss(_ service: Int64, _ theme: Theme, reason: String, by person: Person) async throws {
        guard person.scope(of: .improve).covers(service) else { throw Self.gone }
        let reason = reason.bounded(2_000)
        guard reason.count >= 3 else {
            throw Failure(.unusable, "putting a cluster aside needs a reason", words: "improvement.no_reason")
        }
        let (id, now) = (desk.newID(), desk.clock.now())
        try await desk.database.write { connection in
            guard let cluster = try ClusterStore.proposal(service, theme, now: now, in: connection) else {
                throw Self.gone
            }
            try ClusterStore.dismiss(cluster, id: id, reason: reason, by: person.id, at: now, in: connection)
            try Audit.record(
                who: person.id, action: "improvement.dismissed", subject: "cluster", id: id,
                after: ImprovementTrail.json([
                    "service": String(service), "theme": theme.rawValue, "voices": String(cluster.voices.count),
                    "reason": reason,
                ]), at: now, in: connection)
        }
    }

    private static var gone: Failure {
        Failure(.notFound, "no such cluster is proposed", words: "improvement.cluster_gone")
    }
}
