import Crypto
import CryptoExtras
import Foundation
import Kernel

/// The cost of guessing a password (RFC 7914): memory is `128 · rounds · blockSize` bytes.
public struct PasswordCost: Sendable, Equatable {
    public let rounds: Int
    public let blockSize: Int
    public let parallelism: Int

    /// 32 MiB and about a third of a second on one core: OWASP's floor for scrypt, in its form with the least memory.
    public static let ordinary = PasswordCost(rounds: 1 << 15, blockSize: 8, parallelism: 3)
    /// For tests, which check thousands.
    public static let cheap = PasswordCost(rounds: 16, blockSize: 1, parallelism: 1)

    init(rounds: Int, blockSize: Int, parallelism: Int) {
        self.rounds = rounds
        self.blockSize = blockSize
        self.parallelism = parallelism
    }
}

/// Makes and checks the stored form of passwords, `scrypt$rounds$block$parallelism$salt$key`, one at a time: a crowd at
/// the door takes its turn instead of the memory.
public actor PasswordKeeper {
    private let cost: PasswordCost
    private static let saltSize = 16
    private static let keySize = 32

    public init(cost: PasswordCost = .ordinary) { self.cost = cost }

    public func store(_ password: String) throws -> String {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<Self.saltSize).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let key = try Self.derive(password, Data(salt), cost)
        return [
            "scrypt", String(cost.rounds), String(cost.blockSize), String(cost.parallelism),
            Data(salt).base64EncodedString(), key.base64EncodedString(),
        ].joined(separator: "$")
    }

    /// Whether the password is right. With nothing stored it takes as long, and is wrong: who asks cannot tell whether
    /// the account exists.
    public func check(_ password: String, against stored: String?) throws -> Bool {
        guard let stored else {
            _ = try Self.derive(password, Data(repeating: 0, count: Self.saltSize), cost)
            return false
        }
        let parts = stored.split(separator: "$").map(String.init)
        guard parts.count == 6, parts[0] == "scrypt", let rounds = Int(parts[1]), let block = Int(parts[2]),
            let parallelism = Int(parts[3]), let salt = Data(base64Encoded: parts[4]),
            let key = Data(base64Encoded: parts[5])
        else { throw Failure(.broken, "a stored password has an unknown form") }
        let cost = PasswordCost(rounds: rounds, blockSize: block, parallelism: parallelism)
        return Self.same(try Self.derive(password, salt, cost), key)
    }

    private static func derive(_ password: String, _ salt: Data, _ cost: PasswordCost) throws -> Data {
        // The same word typed on a Mac and on a PC must be the same bytes (RFC 8265: NFC).
        let passphrase = Data(password.precomposedStringWithCanonicalMapping.utf8)
        let key = try KDF.Scrypt.deriveKey(
            from: passphrase, salt: salt, outputByteCount: keySize, rounds: cost.rounds, blockSize: cost.blockSize,
            parallelism: cost.parallelism)
        return key.withUnsafeBytes { Data($0) }
    }

    /// In constant time.
    private static func same(_ left: Data, _ right: Data) -> Bool {
        var difference = UInt8(left.count == right.count ? 0 : 1)
        for (one, other) in zip(left, right) { difference |= one ^ other }
        return difference == 0
    }
}
