import Foundation
import Kernel
import Storage
import Web

/// How this room writes on the trail, and who may work in it.
enum ProtectionTrail {
    /// Rights of the whole organisation: heads of service have no part in this room.
    static func check(_ person: Person) throws {
        guard person.reach(of: .protect) == .everything else {
            throw Failure(.forbidden, "the person may not protect")
        }
    }

    /// One line, with what changed in words and numbers; never who asks something of us.
    static func record(
        _ action: String, _ kind: String, _ id: Int64, _ told: [String: String] = [:], by person: Int64?, at: Instant,
        in connection: any Connection
    ) throws {
        let after = CanonicalJSON.object(told.mapValues(CanonicalJSON.text)).bytes
        try Audit.record(
            who: person, action: action, subject: kind, id: id,
            after: told.isEmpty ? nil : String(decoding: after, as: UTF8.self), at: at, in: connection)
        try EventLog.append(action, subject: id, at: at, in: connection)
    }

    /// A text that somebody has to give, without the blanks around it.
    static func words(_ text: String?, from least: Int = 3, to most: Int = 2_000, _ reproach: String) throws -> String {
        let text = String((text ?? "").trimmingCharacters(in: .whitespacesAndNewlines).unicodeScalars.prefix(most))
        guard text.count >= least else { throw Failure(.unusable, "a text is missing", words: reproach) }
        return text
    }
}
