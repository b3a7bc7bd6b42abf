/// A care service as the domains show it.
public struct Ward: Sendable, Equatable, Identifiable {
    public let id: Int64
    public let name: String
    public let establishment: Int64
    public let establishmentName: String

    public init(id: Int64, name: String, establishment: Int64, establishmentName: String) {
        self.id = id
        self.name = name
        self.establishment = establishment
        self.establishmentName = establishmentName
    }
}

/// Who works here, as People knows it. Asked anew each time: a right that was taken away is gone at once.
public struct Staff: Sendable {
    /// The services that are open, by name.
    public var wards: @Sendable () async throws -> [Ward]
    /// The accounts that are open.
    public var people: @Sendable () async throws -> [Person]
    /// Names of all accounts, closed ones too, for histories.
    public var names: @Sendable () async throws -> [Int64: String]
    public var organisation: @Sendable () async throws -> String

    public init(
        wards: @escaping @Sendable () async throws -> [Ward], people: @escaping @Sendable () async throws -> [Person],
        names: @escaping @Sendable () async throws -> [Int64: String],
        organisation: @escaping @Sendable () async throws -> String
    ) {
        self.wards = wards
        self.people = people
        self.names = names
        self.organisation = organisation
    }
}

/// One e-mail to one person, as plain text.
public struct Letter: Sendable, Equatable {
    public let to: Person
    public let subject: String
    public let text: String
    /// Makes sending the same letter again recognisable (RFC 5322, Message-ID).
    public let id: String
    /// Web address where one press leaves the list that it was sent to (RFC 8058); nil for letters to the staff.
    public let unsubscribe: String?

    public init(to: Person, subject: String, text: String, id: String, unsubscribe: String? = nil) {
        self.to = to
        self.subject = subject
        self.text = text
        self.id = id
        self.unsubscribe = unsubscribe
    }
}

/// How e-mails leave.
public struct Letters: Sendable {
    /// False when no SMTP server is set: nothing is sent then, and the screens say so.
    public let leave: Bool
    public var send: @Sendable (_ letter: Letter) async throws -> Void

    public init(leave: Bool, send: @escaping @Sendable (Letter) async throws -> Void) {
        self.leave = leave
        self.send = send
    }
}
