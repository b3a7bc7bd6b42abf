import Kernel
import Storage
import TestKit
import Testing

@Suite("The audit trail and the settings")
struct AuditTests {
    @Test("is read newest first, by page and by filter")
    func filters() async throws {
        try await onBothEngines { database in
            try await database.write { connection in
                for number in 1...10 {
                    try Audit.record(
                        who: number == 3 ? nil : Int64(number % 2), action: number < 6 ? "created" : "changed",
                        subject: "service",
                        id: Int64(number), before: number < 6 ? nil : #"{"a":1}"#, after: #"{"a":2}"#,
                        at: Instant(microseconds: Int64(number)), in: connection)
                }
            }
            let (first, second, found) = try await database.read { connection in
                let first = try Audit.entries(limit: 4, in: connection)
                let second = try Audit.entries(olderThan: first.last?.id, limit: 4, in: connection)
                let filter = Audit.Filter(
                    who: 1, action: "created", subjectKind: "service", from: Instant(microseconds: 2))
                return (first, second, try Audit.entries(filter, in: connection))
            }
            #expect(first.map(\.subject) == [10, 9, 8, 7])
            #expect(second.map(\.subject) == [6, 5, 4, 3] && second.last?.who == nil)
            #expect(found.map(\.subject) == [5])
            #expect(first[0].before == #"{"a":1}"# && second[1].before == nil)
        }
    }

    @Test("a setting is kept, replaced and forgotten")
    func settings() async throws {
        try await onBothEngines { database in
            try await database.write { connection in
                try Settings.set("k", "1", in: connection)
                try Settings.set("k", "2", in: connection)
            }
            #expect(try await database.read { try Settings.value("k", in: $0) } == "2")
            try await database.write { try Settings.set("k", nil, in: $0) }
            #expect(try await database.read { try Settings.value("k", in: $0) } == nil)
        }
    }
}
