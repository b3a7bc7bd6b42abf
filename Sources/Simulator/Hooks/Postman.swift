import Crypto
import Foundation
import Kernel

/// Brings webhooks, and asks an address first whether it wants them.
struct Postman: Sendable {
    let town: Town

    /// Brings all that is due, one after the other; what is not taken is brought again, later.
    func deliver() async {
        let now = town.now
        let due = town.read { world in
            world.letters.filter { !$0.isDone && !$0.isHeld && $0.dueAt <= now }.sorted { $0.dueAt < $1.dueAt }
        }
        for letter in due {
            var headers = letter.headers.map { (name: $0.key, value: $0.value) }
            headers.append(("Content-Type", "application/json"))
            let reply = try? await LoopbackClient.send(
                letter.url, headers: headers, posting: Array(letter.body.utf8), most: 1 << 20, seconds: 10)
            town.change { world in
                guard let place = world.letters.firstIndex(where: { $0.id == letter.id }) else { return }
                world.letters[place].attempts += 1
                world.letters[place].status = reply?.status ?? 0
                world.letters[place].dueAt = now.adding(seconds: letter.attempts == 0 ? 2 : 30)
            }
        }
    }

    /// Whether the address proves, as each network asks, that it wants letters.
    func isWanted(_ network: SimulatedNetwork, _ url: String, secret: String, verifyToken: String) async -> Bool {
        let word = town.change { $0.word(24) }
        let key = SymmetricKey(data: Data(secret.utf8))
        let (query, wanted): (String, (LoopbackClient.Reply) -> Bool)
        switch network {
        case .facebook, .instagram, .threads:
            query = "hub.mode=subscribe&hub.challenge=\(word)&hub.verify_token=\(Form.encoded(verifyToken))"
            wanted = { String(decoding: $0.body, as: UTF8.self) == word }
        case .x:
            query = "crc_token=\(word)"
            let code = Data(HMAC<SHA256>.authenticationCode(for: Data(word.utf8), using: key)).base64EncodedString()
            wanted = { Value($0.body)?["response_token"].text == "sha256=" + code }
        case .linkedin:
            query = "challengeCode=\(word)&applicationId=simulated"
            let code = LetterSignature.hex(word, key)
            wanted = { Value($0.body)?["challengeResponse"].text?.lowercased() == code }
        case .google: return true
        case .youtube: return false
        }
        let address = url + (url.contains("?") ? "&" : "?") + query
        guard let reply = try? await LoopbackClient.send(address, most: 1 << 16, seconds: 10) else { return false }
        return reply.status == 200 && wanted(reply)
    }
}
