import Channels
import Networks

/// The page where a person lets us in, of every network.
struct FakeSignIn: NetworkSignIn {
    static let scopes = ["publish"]
    let network: FakeNetwork

    func page(callback: String, state: String, verifier: String) -> String { "https://network.example/consent" }
    func credentials(code: String, callback: String, verifier: String) async throws -> Credentials {
        Credentials(access: "person-token", subject: "person")
    }
    func places(_ person: Credentials) async throws -> [NetworkPlace] {
        ["page-1", "page-2"].map {
            NetworkPlace(name: $0, handle: $0, url: nil, credentials: Credentials(access: "t-\($0)", subject: $0))
        }
    }
    func refresh(_ credentials: Credentials) async throws -> Credentials { try network.refresh(credentials) }
}
