import Kernel
import Storage

/// One rung of the ladder: who is told, how long they have, in which words.
public struct AlertRung: Sendable, Equatable {
    public let level: Alert.Level
    /// An account, or an address outside (a duty telephone's mailbox); nobody in particular when both are nil: then all of
    /// the communication team.
    public let person: Int64?
    public let email: String?
    /// Minutes before the next rung is climbed when nobody takes the alert.
    public let delayMinutes: Int
    /// What the person is asked to do.
    public let template: String

    public init(level: Alert.Level, person: Int64?, email: String?, delayMinutes: Int, template: String) {
        self.level = level
        self.person = person
        self.email = email
        self.delayMinutes = delayMinutes
        self.template = template
    }

    func with(email: String?) -> AlertRung {
        AlertRung(level: level, person: person, email: email, delayMinutes: delayMinutes, template: template)
    }

    /// What a new hospital begins with.
    static func standard(_ level: Alert.Level) -> AlertRung {
        let (delay, template): (Int, String) =
            switch level {
            case .monitor:
                (24 * 60, "À surveiller : lire les mentions, noter ce qui se répète, ne pas encore répondre.")
            case .prepare:
                (4 * 60, "À préparer : vérifier les faits avec le service, écrire une réponse, prévenir la direction.")
            case .engage: (60, "À engager : répondre maintenant, en public et en privé, avec un seul porte-parole.")
            case .escalate: (15, "À escalader : prévenir la direction de garde et agir tout de suite.")
            }
        return AlertRung(level: level, person: nil, email: nil, delayMinutes: delay, template: template)
    }

    /// What the person is asked to do: in their own language as long as the hospital has not put it into its own words.
    func duty(_ word: (String) -> String) -> String {
        template == Self.standard(level).template ? word("rung_standard_\(level.rawValue)") : template
    }
}

/// The table `alert_level`: a rung that nobody changed is the standard one.
enum AlertLadder {
    static func rungs(in connection: any Connection) throws -> [AlertRung] {
        var kept: [Alert.Level: AlertRung] = [:]
        for row in try connection.query("SELECT * FROM alert_level", []) {
            let level: Alert.Level = try row.value("level")
            kept[level] = AlertRung(
                level: level, person: try row.optionalInt64("person"), email: try row.optionalText("email"),
                delayMinutes: try row.int("delay_minutes"), template: try row.text("template"))
        }
        return Alert.Level.allCases.map { kept[$0] ?? .standard($0) }
    }

    static func rung(_ level: Alert.Level, in connection: any Connection) throws -> AlertRung {
        try rungs(in: connection).first { $0.level == level } ?? .standard(level)
    }

    static func keep(_ rung: AlertRung, in connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO alert_level (level, person, email, delay_minutes, template) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (level) DO UPDATE SET person = excluded.person, email = excluded.email,
              delay_minutes = excluded.delay_minutes, template = excluded.template
            """, [rung.level.rawValue, rung.person, rung.email, rung.delayMinutes, rung.template])
    }
}
