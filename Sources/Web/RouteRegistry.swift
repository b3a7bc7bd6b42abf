import Kernel
import Synchronization

/// One route as it was declared.
public struct RouteRecord: Sendable, Hashable {
    public let method: String
    /// The path with its `:parameters`, starting with `/`.
    public let pattern: String
    public let access: Access
}

/// Every route of the site and who may call it: what `Allow`, the documentation and the rights matrix are made from.
public final class RouteRegistry: Sendable {
    private let records = Mutex<[RouteRecord]>([])

    public init() {}

    func add(_ method: String, _ pattern: String, _ access: Access) {
        let pattern = "/" + pattern.split(separator: "/").joined(separator: "/")
        records.withLock { $0.append(RouteRecord(method: method, pattern: pattern, access: access)) }
    }

    public var all: [RouteRecord] { records.withLock { $0 } }

    /// The methods that some route accepts at `path`: empty when there is no such page, so that 404 and 405 differ.
    func methods(at path: String) -> [String] {
        let parts = path.split(separator: "/")
        let matching = all.filter { record in
            let pattern = record.pattern.split(separator: "/")
            guard pattern.count == parts.count else { return false }
            return zip(pattern, parts).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
        }
        var methods = Set(matching.map(\.method))
        if methods.contains("GET") { methods.insert("HEAD") }
        return methods.sorted()
    }
}
