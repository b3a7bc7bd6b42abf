public import Kernel
public import Web

/// Somebody who may sign in.
public struct Account: Sendable, Equatable {
    public let id: Int64
    /// In lower case; unique.
    public let email: String
    public let name: String
    public let tongue: Tongue
    public let appearance: Appearance
    public let active: Bool
    public let grants: Set<Grant>
    /// Whether a password was ever chosen: an invitation that nobody took up has none.
    public let hasPassword: Bool
    /// Whether a second factor is asked for.
    public let hasFactor: Bool
    public let created: Instant

    public var person: Person { Person(id: id, name: name, email: email, grants: grants, tongue: tongue) }
}

/// What is asked of a new or changed account, and why it was refused.
public struct AccountForm: Sendable, Equatable {
    public var name: String
    public var email: String
    public var tongue: Tongue
    public var grants: Set<Grant>

    public init(name: String, email: String, tongue: Tongue, grants: Set<Grant>) {
        self.name = name
        self.email = email.lowercased()
        self.tongue = tongue
        self.grants = grants
    }

    static let nameLimit = 120

    /// Field → word of what is wrong with it; empty when all is well.
    func errors() -> [String: String] {
        var errors: [String: String] = [:]
        if name.isEmpty { errors["name"] = "people.name_missing" }
        if name.count > Self.nameLimit { errors["name"] = "people.name_long" }
        if !Self.isEmail(email) { errors["email"] = "people.email_wrong" }
        return errors
    }

    /// Something, an at sign, a domain; what mail servers accept beyond that is theirs to say (RFC 5321: 254 bytes).
    static func isEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, let domain = parts.last, parts.first?.isEmpty == false else {
            return false
        }
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        return labels.allSatisfy { !$0.isEmpty }
            && text.unicodeScalars.allSatisfy {
                $0.value > 32 && $0.value != 127 && !"<>()[],;:\\\"".unicodeScalars.contains($0)
            }
    }
}
