import Kernel
import Testing

@testable import Networks

@Suite struct WalkTests {
    private func items(_ range: ClosedRange<Int>) -> [Walk.Item] {
        range.reversed().map { (id: "\($0)", moment: Instant(seconds: Double($0))) }
    }

    @Test("the first walk goes back a few pages, the next one only to what is known")
    func twoWalks() throws {
        var walk = Walk(cursor: nil)
        #expect(walk.take(items(91...100), next: "91", history: 2) == (10, true))
        walk = Walk(cursor: try walk.cursor)
        #expect(walk.position == "91")
        #expect(walk.take(items(81...90), next: "81", history: 2) == (10, false))
        walk = Walk(cursor: try walk.cursor)
        #expect(walk.position == nil)
        // Three new ones, then the known.
        #expect(walk.take(items(94...103), next: "94", history: 2) == (3, false))
        walk = Walk(cursor: try walk.cursor)
        #expect(walk.take(items(94...103), next: "94", history: 2) == (0, false))
    }

    @Test("after a long silence every page up to the known is read, however many")
    func longGap() throws {
        var walk = Walk(cursor: nil)
        _ = walk.take(items(1...10), next: nil, history: 1)
        for start in stride(from: 91, to: 11, by: -10) {
            #expect(walk.take(items(start...(start + 9)), next: "\(start)", history: 1) == (10, true))
        }
        #expect(walk.take(items(5...14), next: "5", history: 1) == (4, false))
        #expect(walk.until?.id == "100")
    }

    @Test("when the known item was deleted, its age stops the walk")
    func deleted() {
        var walk = Walk(cursor: nil)
        _ = walk.take(items(1...10), next: nil, history: 1)
        let newer = items(11...12)
        #expect(walk.take(newer, next: "11", history: 1) == (2, true))
        #expect(walk.take(items(1...9), next: "1", history: 1) == (0, false))
    }

    @Test("a server that gives the same page for ever does not hold us for ever")
    func standsStill() {
        var walk = Walk(cursor: nil)
        #expect(walk.take(items(1...10), next: "1", history: 50).goesOn)
        #expect(!walk.take(items(1...10), next: "1", history: 50).goesOn)
    }

    @Test("a cursor that is no cursor begins anew", arguments: ["", "x", "{", "[1]", "{\"pages\":\"x\"}"])
    func garbage(_ cursor: String) {
        #expect(Walk(cursor: cursor) == Walk(cursor: nil))
    }
}
