import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

@Suite struct MetaErrorTests {
    private static func error(_ code: Int, _ subcode: Int? = nil, more: String = "") throws -> MetaError {
        try #require(MetaError(Array(FakeMeta.error(code, subcode, more: more).utf8)))
    }

    static let meanings: [(Int, Int?, MetaError.Meaning)] = [
        (190, nil, .dead), (190, 458, .dead), (190, 460, .dead), (190, 463, .dead), (190, 467, .dead),
        (190, 492, .dead), (102, nil, .dead), (190, 459, .restricted), (190, 464, .restricted),
        (25, 2_207_050, .restricted), (4, 2_207_051, .doubtful), (9, 2_207_051, .doubtful), (-1, 2_207_001, .doubtful),
        (9, 2_207_042, .wait(3_600)), (368, 1_390_008, .wait(3_600)), (368, nil, .wait(3_600)),
        (368, 1_346_003, .refused), (4, nil, .wait(3_600)), (17, 2_446_079, .wait(3_600)), (32, nil, .wait(3_600)),
        (341, nil, .wait(3_600)), (613, nil, .wait(900)), (80_001, nil, .wait(3_600)), (80_002, nil, .wait(3_600)),
        (506, nil, .duplicate), (100, 1_366_051, .duplicate), (9_004, 2_207_052, .unreachable),
        (9_004, nil, .unreachable), (389, nil, .unreachable), (-2, 2_207_003, .slowFetch), (-2, 2_207_020, .stale),
        (-1, 2_207_032, .stale), (-1, 2_207_053, .stale), (24, 2_207_006, .stale), (24, 2_207_008, .unready(60)),
        (9_007, 2_207_027, .unready(30)), (100, 1_366_046, .media), (36_000, 2_207_004, .media),
        (36_001, 2_207_005, .media), (36_003, 2_207_009, .media), (352, 2_207_026, .media), (1, 2_207_057, .media),
        (100, 2_207_028, .media), (324, nil, .media), (36_004, 2_207_010, .tooLong), (100, 33, .gone),
        (803, nil, .gone), (10, nil, .right), (200, nil, .right), (299, nil, .right), (3, nil, .right),
        (1, nil, .doubtful), (2, nil, .doubtful), (100, nil, .refused), (12, nil, .refused), (99_999, nil, .refused),
    ]

    @Test("45: each error that Meta documents means one thing for us", arguments: meanings)
    func meaning(_ code: Int, _ subcode: Int?, _ meaning: MetaError.Meaning) throws {
        #expect(try Self.error(code, subcode).meaning == meaning)
    }

    @Test("45: each meaning is a failure of its own kind, with words for people")
    func failures() throws {
        let expected: [(Int, Int?, Failure.Kind, String)] = [
            (190, 463, .forbidden, "wire.refused"), (190, 459, .forbidden, "networks.account_restricted"),
            (10, nil, .forbidden, "networks.needs_right"), (4, nil, .tooMany, "wire.asked_to_wait"),
            (506, nil, .conflict, "networks.duplicate"), (100, 33, .notFound, "networks.no_status"),
            (9_004, 2_207_052, .unusable, "networks.media_unreachable"),
            (-2, 2_207_003, .unavailable, "networks.media_unreachable"),
            (324, nil, .unusable, "networks.media_refused"),
            (36_004, nil, .tooLarge, "networks.too_long"), (9_007, nil, .unavailable, "wire.unavailable"),
            (-2, 2_207_020, .unavailable, "wire.unavailable"), (2, nil, .unavailable, "wire.unavailable"),
            (100, nil, .unusable, "networks.refused"),
        ]
        for (code, subcode, kind, words) in expected {
            let failure = try Self.error(code, subcode).failure(from: "graph.example")
            #expect(failure.kind == kind && failure.words == words, "\(code)/\(subcode ?? 0)")
            #expect(failure.cause.hasPrefix("graph.example answered error \(code)"))
        }
    }

    @Test("every line of the table can be reached")
    func reachable() throws {
        for (index, rule) in MetaError.table.enumerated() {
            let code = rule.codes?.lowerBound ?? 77
            let subcodes = rule.subcodes.map { $0.map(Optional.some) } ?? [nil]
            for subcode in subcodes {
                #expect(MetaError.table.firstIndex { $0.matches(code, subcode) } == index, "\(code)/\(subcode ?? 0)")
            }
        }
    }

    @Test("an unknown error that Meta calls passing leaves everything open")
    func transient() throws {
        #expect(try Self.error(77_777, more: #","is_transient":true"#).meaning == .doubtful)
        #expect(try Self.error(77_777, more: #","is_transient":false"#).meaning == .refused)
    }

    @Test("what Meta says is cut to one line, without the token that it quotes")
    func said() throws {
        let token = "EAAG" + String(repeating: "x1", count: 60)
        let long = String(repeating: "mot ", count: 400)
        let body = FakeMeta.error(190, nil, "Malformed access\\ntoken \(token) \(long)")
        let said = try #require(MetaError(Array(body.utf8))?.said)
        #expect(said.hasPrefix("Malformed access token …1x1 mot") || said.hasPrefix("Malformed access token …x1x1 mot"))
        #expect(said.count <= 300 && !said.contains("\n") && !said.contains(token))
        let people = #"{"error":{"message":"dev","code":1,"error_user_msg":"Pour vous"}}"#
        #expect(MetaError(Array(people.utf8))?.said == "Pour vous")
    }

    @Test("a body without an error holds none", arguments: ["{}", "<html>", #"{"error":"no"}"#, #"{"error":{}}"#, ""])
    func none(_ body: String) {
        #expect(MetaError(Array(body.utf8)) == nil)
    }

    @Test("what is left of the allowance and when it comes back is read from the headers")
    func usage() throws {
        let business = #"""
            {"17841":[{"type":"instagram","call_count":100,"total_cputime":20,"total_time":30,
            "estimated_time_to_regain_access":12}]}
            """#
        let usage = try #require(MetaUsage(["X-Business-Use-Case-Usage": business]))
        #expect(usage.percent == 100 && usage.wait == 720)
        #expect(usage.rate(now: noon.now()) == RateLimit(remaining: 0, resetsAt: noon.now().adding(seconds: 720)))
        let app = try #require(MetaUsage(["x-app-usage": #"{"call_count":28,"total_time":25,"total_cputime":25}"#]))
        #expect(app.rate(now: noon.now()) == RateLimit(remaining: 72, resetsAt: nil))
        #expect(MetaUsage([:]) == nil)
        #expect(MetaUsage(["x-app-usage": "nonsense"]) == nil)
    }
}
