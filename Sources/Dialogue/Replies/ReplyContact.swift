import Foundation
import Kernel
import Storage

/// The office that people are asked to write to, away from everybody's eyes: named in rewrites and model replies.
struct ReplyContact: Sendable, Equatable, Codable {
    var email = ""
    var phone = ""

    private static let key = "replies.contact"

    var isSet: Bool { !email.isEmpty }

    /// "usagers@chu.example ou appelez le 01 02 03 04 05": what follows "écrivez-nous à".
    var channel: String? { isSet ? (phone.isEmpty ? email : "\(email) ou appelez le \(phone)") : nil }

    /// The same for an English text, after "write to us at".
    var englishChannel: String? { isSet ? (phone.isEmpty ? email : "\(email) or call \(phone)") : nil }

    static func find(in connection: any Connection) throws -> ReplyContact {
        guard let text = try Settings.value(key, in: connection) else { return ReplyContact() }
        do { return try JSONDecoder().decode(ReplyContact.self, from: Data(text.utf8)) } catch {
            throw Failure(.broken, "the setting \(key) cannot be read")
        }
    }

    func keep(in connection: any Connection) throws {
        try Settings.set(Self.key, try ReplyTrail.json(self), in: connection)
    }

    /// - Throws: `.unusable` for what is no address or no number.
    func checked() throws -> ReplyContact {
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        let plain = email.unicodeScalars.allSatisfy { $0.value > 32 && $0.value < 127 && $0 != "<" && $0 != ">" }
        guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), email.utf8.count <= 254, plain else {
            throw Failure(.unusable, "no e-mail address", words: "replies.contact_email_wrong")
        }
        let digits = phone.unicodeScalars.count { ("0"..."9").contains($0) }
        let written = phone.unicodeScalars.allSatisfy {
            ("0"..."9").contains($0) || "+ .()-".unicodeScalars.contains($0)
        }
        guard phone.isEmpty || (4...15).contains(digits) && written && phone.count <= 24 else {
            throw Failure(.unusable, "no telephone number", words: "replies.contact_phone_wrong")
        }
        return self
    }
}

/// JSON for the trail and the rows of this room.
enum ReplyTrail {
    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
