import Calendars
import Foundation
import Kernel
import Testing

@Suite struct BestHoursTests {
    /// Posts of `count` weeks in these hours of a Paris week, with rates that `lift` multiplies and luck spreads.
    static func posts(
        _ count: Int, hours: [(Weekday, Int)], _ dice: inout Dice, spread: Double = 0.9,
        lift: (Int) -> Double = { _ in 0 }
    ) throws -> [BestHours.Post] {
        let monday = try day("2026-01-05")
        let paris = try zone("Europe/Paris")
        return try (0..<count).map { number in
            let index = Int.random(in: 0..<hours.count, using: &dice)
            let (weekday, hour) = hours[index]
            let day = monday.adding(days: 7 * (number % 100) + weekday.rawValue)
            let time = try #require(TimeOfDay(hour, Int.random(in: 0..<60, using: &dice)))
            let rate = exp(-3.5 + lift(index) + spread * normal(&dice))
            return BestHours.Post(
                at: LocalMoment(day, time).resolved(in: paris).instant, interactions: Int(rate * 1_000_000),
                reach: 1_000_000)
        }
    }

    /// Box and Muller, 1958.
    static func normal(_ dice: inout Dice) -> Double {
        let (a, b) = (Double.random(in: 1e-12..<1, using: &dice), Double.random(in: 0..<1, using: &dice))
        return (-2 * log(a)).squareRoot() * cos(2 * .pi * b)
    }

    static let office: [(Weekday, Int)] = [
        (.monday, 9), (.monday, 12), (.tuesday, 9), (.tuesday, 18), (.wednesday, 12), (.thursday, 9), (.friday, 8),
        (.friday, 17),
    ]

    @Test("with 49 posts, with four full hours, or with posts that reached nobody, there is not enough yet")
    func tooFew() throws {
        var dice = Dice(state: 1)
        let paris = try zone("Europe/Paris")
        let few = try Self.posts(49, hours: Self.office, &dice)
        #expect(BestHours(few, in: paris) == nil)
        #expect(BestHours([], in: paris) == nil)
        #expect(BestHours(try Self.posts(200, hours: Array(Self.office.prefix(4)), &dice), in: paris) == nil)
        let unseen = few + (0..<200).map { BestHours.Post(at: few[$0 % 49].at, interactions: 3, reach: 0) }
        #expect(BestHours(unseen, in: paris) == nil)
        let odd = few + (0..<200).map { BestHours.Post(at: few[$0 % 49].at, interactions: -3, reach: 9) }
        #expect(BestHours(odd, in: paris) == nil)
        let all = try #require(BestHours(few + (try Self.posts(30, hours: Self.office, &dice)), in: paris))
        #expect(all.posts == 79 && all.cells.count >= BestHours.minimumCells)
        #expect(all.cells.allSatisfy { $0.posts >= BestHours.minimumInCell })
    }

    @Test("sixty posts each at an hour of its own say nothing of any hour")
    func scattered() throws {
        let start = try instant("2026-01-05T00:00:00Z")
        let posts = (0..<60).map {
            BestHours.Post(at: start.adding(seconds: Double($0) * 7_200), interactions: 5, reach: 90)
        }
        #expect(BestHours(posts, in: .gmt) == nil)
    }

    @Test("an hour that is three times as good comes first and stands out; its rate is drawn towards the mean")
    func best() throws {
        var dice = Dice(state: 11)
        let posts = try Self.posts(160, hours: Self.office, &dice) { $0 == 3 ? 1.1 : 0 }
        let found = try #require(BestHours(posts, in: try zone("Europe/Paris")))
        let first = try #require(found.cells.first)
        #expect(first.weekday == .tuesday && first.hour == 18 && first.standsOut && first.lift > 1.5)
        #expect(first.low < first.rate && first.rate < first.high)
        let shares = posts.filter {
            let moment = LocalMoment($0.at, in: TimeZone(identifier: "Europe/Paris") ?? .gmt)
            return moment.day.weekday == .tuesday && moment.time.hour == 18
        }.map { log((Double($0.interactions) + 0.5) / (Double($0.reach) + 1)) }
        #expect(shares.count == first.posts)
        let plain = exp(shares.reduce(0, +) / Double(shares.count))
        #expect(found.rate < first.rate && first.rate < plain)
        #expect(zip(found.cells, found.cells.dropFirst()).allSatisfy { $0.rate >= $1.rate })
    }

    @Test("hours are read on the clock that is asked for, summer and winter")
    func clock() throws {
        var dice = Dice(state: 12)
        let posts = try Self.posts(160, hours: Self.office, &dice)
        let hours = Set(Self.office.map { "\($0.0) \($0.1)" })
        let paris = try #require(BestHours(posts, in: try zone("Europe/Paris")))
        #expect(Set(paris.cells.map { "\($0.weekday) \($0.hour)" }) == hours)
        let noumea = try #require(BestHours(posts, in: try zone("Pacific/Noumea")))
        // Ten hours later in winter and nine in summer.
        #expect(noumea.cells.contains { $0.weekday == .monday && $0.hour == 19 })
        #expect(!noumea.cells.contains { $0.weekday == .monday && $0.hour == 9 })
    }

    @Test("posts that are all alike make no hour better than another")
    func alike() throws {
        let start = try instant("2026-01-05T09:00:00Z")
        let posts = (0..<100).map {
            BestHours.Post(at: start.adding(days: $0), interactions: 30, reach: 1_000)
        }
        let found = try #require(BestHours(posts, in: .gmt))
        #expect(found.cells.count == 7 && found.cells.allSatisfy { !$0.standsOut && abs($0.lift - 1) < 1e-6 })
        #expect(abs(found.rate - 30.5 / 1_001) < 1e-6)
    }

    @Test("one post that went round the country does not make its hour the best")
    func viral() throws {
        var dice = Dice(state: 13)
        var posts = try Self.posts(120, hours: Self.office, &dice, spread: 0.4) { $0 == 3 ? 0.8 : 0 }
        let at = try #require(posts.first { LocalMoment($0.at, in: .gmt).day.weekday == .friday }).at
        posts.append(BestHours.Post(at: at, interactions: 900_000, reach: 1_000_000))
        let first = try #require(BestHours(posts, in: try zone("Europe/Paris"))?.cells.first)
        #expect(first.weekday == .tuesday && first.hour == 18)
    }

    @Test("with the fewest posts allowed, chance is praised in under five of a hundred accounts, and intervals hold")
    func simulation() throws {
        let paris = try zone("Europe/Paris")
        var dice = Dice(state: 14)
        var (accounts, praised) = (0, 0)
        for _ in 0..<300 {
            let posts = try Self.posts(BestHours.minimumPosts, hours: Self.office, &dice)
            guard let found = BestHours(posts, in: paris) else { continue }
            accounts += 1
            if found.cells.contains(where: \.standsOut) { praised += 1 }
        }
        #expect(accounts > 250 && Double(praised) < 0.05 * Double(accounts))
        var (cells, held, gain) = (0, 0, 0.0)
        accounts = 0
        for _ in 0..<300 {
            let truth = Self.office.map { _ in 0.3 * Self.normal(&dice) }
            let posts = try Self.posts(BestHours.minimumPosts, hours: Self.office, &dice) { truth[$0] }
            guard let found = BestHours(posts, in: paris) else { continue }
            accounts += 1
            for (place, cell) in found.cells.enumerated() {
                let index = try #require(Self.office.firstIndex { $0.0 == cell.weekday && $0.1 == cell.hour })
                let rate = exp(-3.5 + truth[index])
                cells += 1
                if cell.low <= rate, rate <= cell.high { held += 1 }
                if place == 0 { gain += truth[index] }
            }
        }
        #expect(Double(held) > 0.85 * Double(cells))
        #expect(gain / Double(accounts) > 0.18)  // a fifth better than the mean
    }
}
