import Kernel
import Publishing
import Wire

/// Settings, as the room that goes out wants them.
enum Wiring {
    static func settings(_ settings: Settings) throws -> WireSettings {
        var addresses = AddressGuard()
        addresses.exemptions = try settings.wireAllow.map(Exemption.init)
        return WireSettings(
            contact: settings.contact, product: "Resonance/\(Version.text)", addresses: addresses,
            pause: settings.wirePause, proxy: try settings.wireProxy.map(proxy),
            extraAuthorities: settings.wireAuthorities)
    }

    /// Nil when files stay in the data folder.
    static func library(_ settings: Settings) throws -> LibraryStoreSettings? {
        try settings.library.map {
            LibraryStoreSettings(try ObjectStore($0.place, try Self.settings(settings)), room: $0.copies)
        }
    }

    /// Nil when no SMTP server is set: nothing is sent then, and the screens say so.
    static func mailer(_ settings: Settings) throws -> Mailer? {
        guard let mail = settings.mail else { return nil }
        guard let security = MailServer.Security(rawValue: mail.security) else {
            throw Failure(.unusable, "setting mail.security: expected starttls, tls or none")
        }
        return .smtp(
            MailServer(
                host: mail.host, port: mail.port, security: security, user: mail.user, password: mail.password,
                authorities: settings.wireAuthorities))
    }

    /// `http://user:password@host:port`.
    private static func proxy(_ text: String) throws -> Proxy {
        let wrong = Failure(
            .unusable, "setting wire.proxy: expected http://host:port or http://user:password@host:port")
        guard text.hasPrefix("http://") else { throw wrong }
        var rest = text.dropFirst("http://".count)
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        var (user, password): (String?, String?) = (nil, nil)
        if let at = rest.lastIndex(of: "@") {
            let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            user = parts.first.map(String.init)
            password = parts.count > 1 ? String(parts[1]) : nil
            rest = rest[rest.index(after: at)...]
        }
        guard let colon = rest.lastIndex(of: ":"), let port = Int(rest[rest.index(after: colon)...]),
            (1...65_535).contains(port)
        else { throw wrong }
        return Proxy(host: String(rest[..<colon]), port: port, user: user, password: password)
    }
}
