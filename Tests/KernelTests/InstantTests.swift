import Kernel
import Testing

@Suite struct InstantTests {
    @Test("days are counted in UTC and rounded down, before 1970 too")
    func days() {
        #expect(Instant(microseconds: -1).day == -1)
        #expect(Instant(day: 20_000).day == 20_000)
        #expect(Instant(day: 20_000).adding(seconds: 86_399).day == 20_000)
    }

    @Test("adding never overflows")
    func saturation() {
        #expect(Instant(microseconds: .max).adding(days: 1).microseconds == .max)
        #expect(Instant(microseconds: .min).adding(days: -1).microseconds == .min)
    }
}
