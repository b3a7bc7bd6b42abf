import Foundation
import Kernel
import Logging
import TestKit
import Testing
import Web

@testable import App

@Suite struct RouteTableTests {
    /// `GET /today listen`: a line for each method, path and right.
    private func documented() throws -> Set<String> {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/routes.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let rows = text.matches(of: /(?m)^\| ([A-Z, ]+) \| `([^`]+)` \| ([^|]+) \|/)
        return Set(
            rows.flatMap { row in
                row.1.split(separator: ", ").map { method in
                    "\(method) \(row.2) \(row.3.trimmingCharacters(in: ["`", " "]))"
                }
            })
    }

    private func word(_ access: Access) -> String {
        switch access {
        case .right(let right): right.rawValue
        case .signedIn: "signed in"
        case .open: "open"
        case .machine: "machine"
        }
    }

    @Test("docs/routes.md is the route table: every address with its right, and no other")
    func routes() async throws {
        try await inTemporaryFolder { folder in
            let settings = try await Settings.load(flags: ["data": folder])
            let house = try await House.open(settings)
            let server = Server(house: house, prometheus: Prometheus(), logger: Logger(label: "test"))
            let served = Set(
                try server.site().1.site.routes.all.map { "\($0.method) \($0.pattern) \(word($0.access))" })
            let documented = try documented()
            #expect(served.subtracting(documented).sorted() == [])
            #expect(documented.subtracting(served).sorted() == [])
            try await house.close()
        }
    }
}
