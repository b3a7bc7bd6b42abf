import Kernel

/// The door through which everything leaves.
public enum Deontology {
    /// Clears `draft`, when nothing blocks it or when each block was lifted by a named person.
    ///
    /// - Parameter lifts: what validators set aside, with their reasons; kept in the value for the record.
    /// - Throws: `Blocked`, with the blocks that are left.
    public static func clear(
        _ draft: Draft, by checker: Checker, lifts: [Lift] = []
    ) throws(Blocked) -> Cleared<Draft> {
        let findings = checker.findings(draft)
        let left = findings.filter { finding in
            finding.severity == .block && !lifts.contains { $0.lifts(finding) }
        }
        guard left.isEmpty else { throw Blocked(findings: left) }
        let used = lifts.filter { lift in findings.contains { $0.severity == .block && lift.lifts($0) } }
        return Cleared(draft, findings: findings, lifted: used)
    }
    /// Clears a file, by what the library knows of it and by what is written in the picture.
    ///
    /// - Throws: `Blocked`, with the blocks that are left; `Failure(.broken)` when the file was not cleaned.
    public static func clear(_ media: Media, by checker: Checker, lifts: [Lift] = []) throws -> Cleared<Media> {
        guard media.isBare else { throw Failure(.broken, "a file that was not cleaned cannot leave") }
        let draft = Draft(media.readText, kind: .post, facts: media.facts)
        let cleared = try clear(draft, by: checker, lifts: lifts)
        return Cleared(media, findings: cleared.findings, lifted: cleared.lifted)
    }
}
