import Kernel
import Storage

/// Keys of second factors as the store holds them: sealed, each for its own account.
extension PeopleActions {
    private static func place(_ account: Int64) -> String { "account.factor:\(account)" }

    func sealed(_ secret: [UInt8], of account: Int64) throws -> [UInt8] {
        try sealer.seal(secret, for: Self.place(account))
    }

    /// Nil when there is none.
    /// - Throws: `.broken` when the secret file is not the one that the key was sealed with.
    func opened(_ factor: [UInt8]?, of account: Int64) throws -> [UInt8]? {
        try factor.map { try sealer.open($0, for: Self.place(account)) }
    }

    /// Seals what an earlier version kept in clear; the server does it at each start, and finds nothing from the second
    /// on. Returns how many accounts it was.
    @discardableResult
    public func sealFactors() async throws -> Int {
        try await database.write { connection in
            let accounts = AccountStore(connection: connection)
            var count = 0
            for id in try accounts.withFactors() {
                let keys = try accounts.keys(id)
                let isClear = { (key: [UInt8]?) in key.map { !Sealer.isSealed($0) } ?? false }
                guard isClear(keys.factor) || isClear(keys.pendingFactor) else { continue }
                let seal = { (key: [UInt8]?) in try key.map { Sealer.isSealed($0) ? $0 : try sealed($0, of: id) } }
                try accounts.replaceFactors(try seal(keys.factor), pending: try seal(keys.pendingFactor), of: id)
                count += 1
            }
            return count
        }
    }
}
