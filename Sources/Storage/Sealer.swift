public import Crypto
import Foundation
import Kernel

/// Encrypts the few columns that would open a door to whoever steals a disk or a backup: keys of second factors,
/// tokens of networks. ChaCha20-Poly1305 (RFC 8439), under a key that the secret file gives and the store never holds.
///
/// A value is bound to the place where it lies (`account.factor:42`): copied to another row, it does not open.
public struct Sealer: Sendable {
    private let key: SymmetricKey
    /// What a sealed value begins with; a value from before sealing does not.
    private static let mark = Array("sealed1:".utf8)

    public init(key: SymmetricKey) { self.key = key }

    public static func isSealed(_ bytes: [UInt8]) -> Bool { bytes.starts(with: mark) }

    public func seal(_ bytes: [UInt8], for place: String) throws -> [UInt8] {
        do {
            let box = try ChaChaPoly.seal(Data(bytes), using: key, authenticating: Data(place.utf8))
            return Self.mark + Array(box.combined)
        } catch { throw Failure(.broken, "\(place) could not be sealed") }
    }

    /// - Throws: `.broken` when it was sealed with another secret file, for another place, or changed since.
    public func open(_ sealed: [UInt8], for place: String) throws -> [UInt8] {
        guard Self.isSealed(sealed) else { throw Failure(.broken, "\(place) is not sealed: start the server once") }
        do {
            let box = try ChaChaPoly.SealedBox(combined: Data(sealed.dropFirst(Self.mark.count)))
            return Array(try ChaChaPoly.open(box, using: key, authenticating: Data(place.utf8)))
        } catch {
            throw Failure(.broken, "\(place) cannot be opened: the secret file is not the one that it was sealed with")
        }
    }
}
