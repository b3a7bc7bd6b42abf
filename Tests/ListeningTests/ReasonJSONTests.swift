import Opinion
import Testing

@testable import Listening

@Suite struct ReasonJSONTests {
    @Test("reasons come back from the store as they went in, in whatever JSON they are written")
    func reasons() throws {
        let reasons = [
            Reason(start: 0, end: 7, label: "negative", weight: 1.5),
            Reason(start: 12, end: 1_000_000, label: "theme:waiting", weight: 3e-9),
            Reason(start: 3, end: 4, label: "é \"\\ {", weight: 2),
        ]
        for kept in [reasons, Array(reasons.prefix(2)), []] {
            #expect(ReasonJSON.reasons(try ReasonJSON.text(kept)) == kept)
        }
        let spaced = #" [ {"weight": 1.5, "label": "negative", "end": 7, "start": 0, "more": [1]} ] "#
        #expect(ReasonJSON.reasons(spaced) == [reasons[0]])
        for broken in ["", "[", "[]]", "[{}]", "[{\"start\":1}]", "null", "[{\"start\":1,\"end\":2,\"label\":\"a"] {
            #expect(ReasonJSON.reasons(broken) == [], "\(broken)")
        }
        #expect(ReasonJSON.reasons(nil) == [])
    }
}
