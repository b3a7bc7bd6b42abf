public import Crypto
import Foundation
import Kernel

/// Turns an author's handle into a name that tells nobody who it is, and is the same for all that they wrote there.
public struct Pseudonyms: Sendable {
    private let key: SymmetricKey

    /// `key` is the installation's own secret: without it, a pseudonym cannot be found from a handle.
    public init(key: SymmetricKey) { self.key = key }

    /// Sixteen hexadecimal digits of HMAC-SHA256 (RFC 2104) over the network and the handle.
    func pseudonym(of handle: String, on network: Network) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(network.rawValue)\u{0}\(handle)".utf8), using: key)
        let digits = Array("0123456789abcdef".utf8)
        var name: [UInt8] = []
        name.reserveCapacity(16)
        for byte in code.prefix(8) {
            name.append(digits[Int(byte >> 4)])
            name.append(digits[Int(byte & 15)])
        }
        return String(decoding: name, as: UTF8.self)
    }
}
