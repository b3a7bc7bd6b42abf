import Kernel
import Web

/// Roles as people read and tick them.
struct GrantWords {
    let services: [Service]
    let context: any Viewing

    struct Box: Encodable, Sendable {
        let value: String
        let label: String
        let hint: String
        let checked: Bool
    }

    private func name(of service: Int64) -> String { services.first { $0.id == service }?.name ?? String(service) }

    /// `Communication`, `Cadre de service (Pédiatrie)`.
    func list(_ grants: Set<Grant>) -> [String] {
        grants.map { grant in
            let role = context.word("people.role_\(grant.role.rawValue)")
            return grant.service.map { "\(role) (\(name(of: $0)))" } ?? role
        }.sorted()
    }

    /// A box a role, for the whole organisation.
    func boxes(_ grants: Set<Grant>) -> [Box] {
        Role.allCases.map { role in
            Box(
                value: role.rawValue, label: context.word("people.role_\(role.rawValue)"),
                hint: context.word("people.role_\(role.rawValue)_hint"), checked: grants.contains(Grant(role)))
        }
    }

    /// The roles that make sense for one service.
    static let local: [Role] = [.headOfService, .clinician, .communication, .validator]

    /// A row a service, with its roles.
    struct ServiceRow: Encodable, Sendable {
        let name: String
        let boxes: [Box]
    }

    func rows(_ grants: Set<Grant>) -> [ServiceRow] {
        services.filter(\.active).map { service in
            let boxes = Self.local.map { role in
                let grant = Grant(role, service: service.id)
                return Box(
                    value: "\(role.rawValue)@\(service.id)", label: context.word("people.role_\(role.rawValue)"),
                    hint: "", checked: grants.contains(grant))
            }
            return ServiceRow(name: service.name, boxes: boxes)
        }
    }

    /// What was ticked: `communication`, `head_of_service@123`. Anything else is refused.
    static func grants(_ ticked: [String], services: [Service]) throws -> Set<Grant> {
        Set(
            try ticked.map { text in
                let parts = text.split(separator: "@")
                guard let role = parts.first.flatMap({ Role(rawValue: String($0)) }) else {
                    throw Failure(.unusable, "no such role")
                }
                if parts.count == 1 { return Grant(role) }
                guard let service = Int64(parts[1]), services.contains(where: { $0.id == service }) else {
                    throw Failure(.unusable, "no such service")
                }
                return Grant(role, service: service)
            })
    }
}
