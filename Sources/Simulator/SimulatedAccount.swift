/// An account that a simulated network knows: a page, a profile, a channel, an organisation, a place on a map.
public struct SimulatedAccount: Sendable, Codable, Equatable {
    public let network: SimulatedNetwork
    /// The network's own number for it: digits, or `UC…` for a channel.
    public let id: String
    public let name: String
    /// Without `@`.
    public let handle: String
    /// On Google, the number of the account that holds this place; nil elsewhere.
    public let group: String?

    public init(_ network: SimulatedNetwork, id: String, name: String, handle: String, group: String? = nil) {
        (self.network, self.id, self.name, self.handle, self.group) = (network, id, name, handle, group)
    }

    /// Opens this account from the start and until it is taken back by control; nobody has to sign in for it.
    public var lastingToken: String { "simulated-\(network.rawValue)-\(id)" }

    /// The accounts of the sample hospital.
    public static let valmont: [SimulatedAccount] = [
        SimulatedAccount(.facebook, id: "104500000000001", name: "CHU de Valmont", handle: "chuvalmont"),
        SimulatedAccount(
            .facebook, id: "104500000000002", name: "Hôpital Mère-Enfant Les Tilleuls", handle: "lestilleuls.valmont"),
        SimulatedAccount(.instagram, id: "17841400000000001", name: "CHU de Valmont", handle: "chu_valmont"),
        SimulatedAccount(.threads, id: "26500000000000001", name: "CHU de Valmont", handle: "chu_valmont"),
        SimulatedAccount(.x, id: "1450000000000000001", name: "CHU de Valmont", handle: "chu_valmont"),
        SimulatedAccount(.youtube, id: "UCvalmontvalmontvalmont1", name: "CHU de Valmont", handle: "chuvalmont"),
        SimulatedAccount(.linkedin, id: "90450001", name: "CHU de Valmont", handle: "chu-de-valmont"),
        SimulatedAccount(
            .google, id: "4450000000000000001", name: "CHU de Valmont – Hôpital Saint-Aubin", handle: "saint-aubin",
            group: "100450000000000000001"),
        SimulatedAccount(
            .google, id: "4450000000000000002", name: "CHU de Valmont – Hôpital Mère-Enfant Les Tilleuls",
            handle: "les-tilleuls", group: "100450000000000000001"),
        SimulatedAccount(
            .google, id: "4450000000000000003", name: "CHU de Valmont – Clinique du Parc", handle: "clinique-du-parc",
            group: "100450000000000000001"),
    ]
}

/// Who says yes on the consent pages, where a person speaks for several accounts.
enum SimulatedPerson {
    static let id = "7780000000000001"
    static let name = "Léa Marchandeau"
    static let given = "Léa"
    static let family = "Marchandeau"
}
