import Kernel
import Testing

@testable import Opinion

/// What people's corrections teach, with the sentence encoder where it is installed and by words alone.
@Suite("Lessons")
struct LessonTests {
    static var models: [OpinionModel] { [try? Shipped.model.get(), Shipped.understanding].compactMap { $0 } }

    private static let odd = "Les croissants de l'atelier mémoire, parlons-en"
    private static let like = "Parlons-en, des croissants de l'atelier mémoire"
    private static let other = "Trois heures d'attente sur un brancard, sans nouvelles de personne."

    private func lesson(_ polarity: Polarity, _ themes: Set<Theme>, on text: String = odd) -> Lesson {
        Lesson(source: 42, text: text, polarity: polarity, themes: themes)
    }

    @Test("a text that a person judged, and those like it, are judged as they said, and others as before")
    func heard() throws {
        for model in Self.models {
            for polarity in [Polarity.positive, .negative, .neutral, .mixed] {
                let taught = try model.taught([lesson(polarity, [.meals, .billing])])
                for text in [Self.odd, Self.like] {
                    let judged = taught.judge(text)
                    #expect(judged.polarity == polarity)
                    #expect(judged.themes.contains { $0.theme == .meals })
                    #expect(judged.reasons.first?.label == "lesson:42")
                }
                #expect(Set(taught.judge(Self.odd).themes.map(\.theme)) == [.meals, .billing])
                let (before, after) = (model.judge(Self.other), taught.judge(Self.other))
                #expect(after.polarity == before.polarity)
                #expect(after.themes.map(\.theme) == before.themes.map(\.theme))
                #expect(abs(after.score - before.score) < 0.05)
                #expect(after.reasons.filter(\.isLesson).isEmpty)
            }
        }
    }

    @Test("a lesson that changes nothing is not named")
    func agreed() throws {
        for model in Self.models {
            let own = model.judge(Self.other)
            let taught = try model.taught([lesson(own.polarity, Set(own.themes.map(\.theme)), on: Self.other)])
            #expect(taught.judge(Self.other).reasons.filter(\.isLesson).isEmpty)
        }
    }

    @Test("a lesson taken back leaves nothing behind")
    func forgotten() throws {
        for model in Self.models {
            let taught = try model.taught([lesson(.mixed, [.access])])
            #expect(taught.judge(Self.odd) != model.judge(Self.odd))
            let untaught = try taught.taught([])
            #expect(untaught.judge(Self.odd) == model.judge(Self.odd))
        }
    }

    @Test("no lesson silences an alarm")
    func alarms() throws {
        for model in Self.models {
            let cry = "Je veux mourir, je n'en peux plus"
            #expect(model.judge(cry).urgency == .distress)
            let taught = try model.taught([lesson(.positive, [], on: cry)])
            #expect(taught.judge(cry).urgency == .distress)
        }
    }

    @Test("people who contradict each other, empty texts and too many lessons are borne")
    func borne() throws {
        for model in Self.models {
            let fight = (0..<40).map { lesson($0 % 2 == 0 ? .positive : .negative, []) }
            let judged = try model.taught(fight).judge(Self.odd)
            #expect(abs(judged.score) < 0.5)
            let many = (0..<900).map { lesson(.neutral, [], on: "Chambre \($0), couloir \($0 % 7), rien à dire") }
            let taught = try model.taught([lesson(.neutral, [], on: "")] + many)
            #expect(taught.judge("Chambre 12, couloir 5, rien à dire").polarity == .neutral)
            #expect((0...1).contains(taught.judge(Self.other).confidence))
        }
    }

    @Test("texts judged together are judged with the lessons, too")
    func together() throws {
        for model in Self.models {
            let taught = try model.taught([lesson(.mixed, [.meals])])
            #expect(taught.judge([Self.other, Self.odd])[1] == taught.judge(Self.odd))
        }
    }
}
