import Foundation
import HTTPTypes
import Kernel

/// The page on which an account's owner says yes, and what comes of it (OAuth 2.0, RFC 6749 section 4.1).
struct Consent: Sendable {
    let network: SimulatedNetwork
    /// What the network puts behind the address that it sends its visitor back to.
    var tail = ""
    /// Seconds for which a code is good.
    var life = 600.0
    var needsChallenge = false
    /// Whether one account is chosen, or the person speaks for all.
    var choosesOne = false
    /// Networks whose accounts are opened.
    var opens: [SimulatedNetwork] = []

    private var networks: [SimulatedNetwork] { opens.isEmpty ? [network] : opens }

    /// The two operations: the page, and the button on it.
    func operations(_ path: String) -> [Operation] {
        [
            Operation("consent", .get, path) { call, town in town.read { page(call, $0) } },
            Operation("consent", .post, path) { call, town in town.change { decide(call, &$0) } },
        ]
    }

    /// Why the application's link is wrong; nil when it is right. Nobody is sent anywhere by a wrong link.
    private func fault(_ form: Form) -> String? {
        guard form.filled("client_id") != nil else { return "Il manque l’identifiant de l’application (client_id)." }
        guard let redirect = form.filled("redirect_uri"), let address = URLComponents(string: redirect),
            ["http", "https"].contains(address.scheme), address.host?.isEmpty == false, address.fragment == nil
        else { return "L’adresse de retour (redirect_uri) manque ou n’est pas une adresse web complète." }
        guard (form["response_type"] ?? "code") == "code" else { return "Seul response_type=code est possible ici." }
        guard form.filled("state") != nil else { return "Il manque le paramètre state, qui protège le retour." }
        guard needsChallenge else { return nil }
        guard form.filled("code_challenge") != nil,
            ["S256", "plain"].contains(form["code_challenge_method"] ?? "plain")
        else { return "Ce réseau demande PKCE : code_challenge et code_challenge_method." }
        return nil
    }

    private func page(_ call: Call, _ world: World) -> Answer {
        if let fault = fault(call.form) {
            return .page(
                HTML.page("Demande refusée", "<h1>Demande refusée</h1><p>\(HTML.escaped(fault))</p>"), status: 400)
        }
        let accounts = world.accounts.filter { networks.contains($0.network) }
        guard !accounts.isEmpty else {
            return .page(HTML.page("Aucun compte", "<h1>Aucun compte ici</h1>"), status: 400)
        }
        return .page(HTML.page("Autoriser une application", body(call, accounts)))
    }

    private func body(_ call: Call, _ accounts: [SimulatedAccount]) -> String {
        let hidden = [
            "client_id", "redirect_uri", "response_type", "state", "scope", "code_challenge",
            "code_challenge_method", "access_type", "prompt",
        ].compactMap { name in
            call.form[name].map { "<input type=\"hidden\" name=\"\(name)\" value=\"\(HTML.escaped($0))\">" }
        }
        let rows = accounts.enumerated().map { index, account in
            let label = HTML.escaped("\(account.name) (\(account.network.label))")
            guard choosesOne else { return "<li>\(label)</li>" }
            return "<li><label><input type=\"radio\" name=\"account\" value=\"\(HTML.escaped(account.id))\""
                + "\(index == 0 ? " checked" : "")> \(label)</label></li>"
        }
        let scopes = Self.scopes(call.form).map { "<li><code>\(HTML.escaped($0))</code></li>" }.joined()
        let back = Self.back(call.form, [("error", "access_denied"), ("state", call.form["state"] ?? "")], tail: tail)
        return """
            <h1>Autoriser l’application « \(HTML.escaped(call.form["client_id"] ?? "")) » ?</h1>
            <p>Elle pourra publier et lire au nom de :</p>
            <form method="post"><ul class="plain">\(rows.joined())</ul>
            \(scopes.isEmpty ? "" : "<p>Droits demandés :</p><ul>\(scopes)</ul>")
            \(hidden.joined())<button type="submit">Autoriser</button></form>
            <p><a href="\(HTML.escaped(back))">Refuser et revenir</a></p>
            """
    }

    private func decide(_ call: Call, _ world: inout World) -> Answer {
        guard fault(call.form) == nil else { return page(call, world) }
        var accounts = world.accounts.filter { networks.contains($0.network) }
        if choosesOne {
            let chosen = accounts.first { $0.id == call.form["account"] } ?? accounts.first
            accounts = chosen.map { [$0] } ?? []
        }
        let code = ConsentCode(
            value: world.word(40), network: network, client: call.form["client_id"] ?? "",
            redirect: call.form["redirect_uri"] ?? "", accounts: accounts.map(Token.key),
            scopes: Self.scopes(call.form),
            challenge: call.form.filled("code_challenge"), method: call.form["code_challenge_method"],
            offline: call.form["access_type"] == "offline", expiresAt: call.now.adding(seconds: life))
        world.codes = world.codes.filter { $0.value.expiresAt > call.now }
        if world.codes.count < 1_000 { world.codes[code.value] = code }
        let fields = [("code", code.value), ("state", call.form["state"] ?? "")]
        return .redirect(to: Self.back(call.form, fields, tail: tail))
    }

    static func scopes(_ form: Form) -> [String] {
        (form["scope"] ?? "").split { $0 == " " || $0 == "," }.map(String.init)
    }

    private static func back(_ form: Form, _ fields: [(String, String)], tail: String) -> String {
        let address = form["redirect_uri"] ?? ""
        let query = fields.map { "\($0.0)=\(Form.encoded($0.1))" }.joined(separator: "&")
        return address + (address.contains("?") ? "&" : "?") + query + tail
    }
}
