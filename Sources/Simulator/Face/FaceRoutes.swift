import Hummingbird
import Kernel
import NIOCore

/// What a visitor of the simulated networks sees.
struct FaceRoutes: Sendable {
    let town: Town

    func add(to router: Router<SimulatorContext>) {
        router.get("/") { _, _ in FrontDoor.response(.page(town.read { front($0) })) }
        router.get("/see/:network/:account") { _, context in
            let network = context.parameters.get("network").flatMap { SimulatedNetwork(rawValue: $0) }
            let id = context.parameters.get("account")
            let now = town.now
            let page = town.read { world -> String? in
                guard let network, let id,
                    let account = world.account(network, id) ?? world.account(network, handle: id)
                else { return nil }
                return AccountPage(account: account, world: world, now: now).html
            }
            guard let page else {
                return FrontDoor.response(.page(HTML.page("Introuvable", "<h1>Compte introuvable</h1>"), status: 404))
            }
            return FrontDoor.response(.page(page))
        }
        router.get("/media/:file") { _, context in FrontDoor.response(media(context.parameters.get("file"))) }
    }

    private func front(_ world: World) -> String {
        let parts = SimulatedNetwork.allCases.map { network -> String in
            let accounts = world.accounts.filter { $0.network == network }
            guard !accounts.isEmpty else { return "" }
            let rows = accounts.map { account in
                let posts = world.items.count {
                    $0.network == network && $0.account == account.id && $0.own && $0.deletedAt == nil
                }
                return "<li><a href=\"/see/\(network.rawValue)/\(account.id)\">\(HTML.escaped(account.name))</a> "
                    + "<span class=\"small\">(\(posts) publication\(posts > 1 ? "s" : ""))</span></li>"
            }
            return "<h2>\(network.label)</h2><ul>\(rows.joined())</ul>"
        }
        return HTML.page(
            "Comptes",
            """
            <h1>Les réseaux simulés</h1>
            <p>Ces comptes n’existent que sur cette machine. Choisissez-en un pour voir ce que verrait un visiteur.</p>
            \(parts.joined())
            """)
    }

    /// Pictures and videos as such; anything else only as bytes.
    private func media(_ id: String?) -> Answer {
        guard let file = town.read({ $0.file(id) }), let bytes = file.bytes else {
            return .page(HTML.page("Introuvable", "<h1>Fichier introuvable</h1>"), status: 404)
        }
        let isShown = ["image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4", "video/webm"].contains(
            file.type)
        return Answer(
            status: 200, type: isShown ? file.type : "application/octet-stream", [UInt8](bytes),
            headers: [
                ("X-Content-Type-Options", "nosniff"), ("Cache-Control", "private, max-age=3600"),
            ])
    }
}
