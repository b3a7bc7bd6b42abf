/// What a person may be asked to do. Held for the whole organisation, or for one service.
public enum Role: String, CaseIterable, Sendable, Codable {
    case administrator, communication, clinician, validator
    case headOfService = "head_of_service"
    case auditor
}

/// What a page or an action asks for. Each route names one; `Right.held(by:)` is the whole matrix.
public enum Right: String, CaseIterable, Sendable, Codable {
    /// See mentions, temperature, alerts.
    case listen
    /// Correct a judgement, open a case, take an alert.
    case judge
    /// Write replies, and look after conversations.
    case answer
    /// Let replies out: one's own, and those that others submit.
    case approve
    /// Write posts, and submit them.
    case compose
    /// Say that a medical content is right.
    case validate
    /// Publish or refuse the reviews that are given to us.
    case moderate
    /// Improvement actions, and what the public is told of them.
    case improve
    /// Snapshots, reports to networks, requests of people about their data.
    case protect
    /// Sources, watches, imports, exports.
    case gather
    /// Accounts, services, roles, settings.
    case administer
    /// The audit trail.
    case audit

    /// The roles that carry this right. A role held for one service carries it for that service only.
    public var roles: Set<Role> {
        switch self {
        case .listen: Set(Role.allCases)
        case .judge: [.administrator, .communication, .validator, .headOfService]
        case .answer: [.administrator, .communication, .validator, .headOfService, .clinician]
        case .approve: [.administrator, .communication, .validator]
        case .compose: [.administrator, .communication, .validator, .headOfService, .clinician]
        case .validate: [.validator]
        case .moderate: [.administrator, .communication, .validator]
        case .improve: [.administrator, .communication, .headOfService]
        case .protect: [.administrator, .communication, .auditor]
        case .gather: [.administrator, .communication]
        case .administer: [.administrator]
        case .audit: [.administrator, .auditor]
        }
    }
}

/// A role and where it holds: `service` nil means the whole organisation.
public struct Grant: Hashable, Sendable, Codable {
    public let role: Role
    public let service: Int64?

    public init(_ role: Role, service: Int64? = nil) {
        self.role = role
        self.service = service
    }
}

/// Which services somebody may see or act on.
public enum Scope: Hashable, Sendable {
    case everything
    case services(Set<Int64>)
    case nothing
}

/// Somebody with an account, as every other room sees them.
public struct Person: Sendable, Equatable {
    public let id: Int64
    public let name: String
    public let email: String
    public let grants: Set<Grant>
    public let tongue: Tongue

    public init(id: Int64, name: String, email: String, grants: Set<Grant>, tongue: Tongue) {
        self.id = id
        self.name = name
        self.email = email
        self.grants = grants
        self.tongue = tongue
    }

    /// How far `right` reaches for this person.
    public func scope(of right: Right) -> Scope {
        let held = grants.filter { right.roles.contains($0.role) }
        if held.isEmpty { return .nothing }
        if held.contains(where: { $0.service == nil }) { return .everything }
        return .services(Set(held.compactMap(\.service)))
    }
}
