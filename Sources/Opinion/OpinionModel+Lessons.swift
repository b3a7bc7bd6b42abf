import Encoder
import Kernel

extension OpinionModel {
    /// The same model once it has heard what people said of some texts. Texts like those are then judged as people did;
    /// others stay as they were.
    /// - Parameter lessons: the newest first; those beyond `mostLessons` are not heard.
    /// - Throws: `Failure(.broken)` when they cannot be learned from; the model without them still serves.
    public func taught(_ lessons: [Lesson]) throws -> OpinionModel {
        var model = self
        model.lessons = nil
        let heard = Array(lessons.filter { !$0.text.isEmpty }.prefix(Self.mostLessons))
        guard !heard.isEmpty else { return model }
        let scans = heard.map { Scan($0.text, file) }
        let meanings = meanings(heard.map(\.text))
        let top = layers.top(understands: !meanings.isEmpty)
        let figures = scans.enumerated().map { index, scan in
            let sight = layers.sight(scan, meaning: meanings.isEmpty ? nil : meanings[index].says)
            return top.polarity(sight.inputs)
                + Theme.allCases.map { top.themeProbability($0.column, sight.themes) }
        }
        let vectors = meanings.isEmpty ? scans.flatMap(Lessons.words) : meanings.flatMap(\.vector)
        model.lessons = try Lessons(heard, vectors: vectors, figures: figures)
        return model
    }

    /// What the lessons change; nothing where a meaning is there to be asked and was not.
    func change(_ scan: Scan, _ meaning: Meaning?) -> (figures: [Float], source: Int64?)? {
        guard let lessons, understands == (meaning != nil) else { return nil }
        return lessons.change(meaning?.vector ?? Lessons.words(scan))
    }

    /// Probabilities once the lessons have moved them.
    static func changed(_ probabilities: [Float], by figures: [Float]?) -> [Float] {
        guard let figures else { return probabilities }
        let moved = zip(probabilities, figures).map { max(0.001, $0 + $1) }
        let total = moved.reduce(0, +)
        return moved.map { $0 / total }
    }

    static func likeliest(_ probabilities: [Float]) -> Polarity {
        let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] }
        return best.map { Polarity.allCases[$0] } ?? .neutral
    }
}
