/// What the models of names are, and what the model of whole texts says of each text of the lessons.
struct NameModels {
    var first: LinearModel
    var second: LinearModel
    var gist: LinearModel
    var gists: [Float]
}

extension PrivacyTrainer {
    /// The model of whole texts, and what it says of each when it was not taught on its writer.
    func gistModel(_ lessons: [Lesson], _ likely: [[Float]]) -> (LinearModel, [Float]) {
        let trainer = LinearTrainer(bits: 17, epochs: 20, rate: 0.03, decay: 2e-4, dropout: 0.5)
        let features = lessons.indices.map {
            Gist.features(
                lessons[$0].context, first: likely[$0], findings: Scanner.scan(lessons[$0].context.page))
        }
        func taught(_ keep: (Lesson) -> Bool) -> LinearModel {
            trainer.train(
                lessons.indices.compactMap { number in
                    let lesson = lessons[number]
                    guard keep(lesson), !lesson.namesOnly || lesson.example.id == Self.quietID else { return nil }
                    return Example(
                        features: features[number], gold: lesson.example.spans.isEmpty ? 0 : 1, weight: lesson.weight)
                })
        }
        var gists = [Float](repeating: 0, count: lessons.count)
        for fold in 0..<Self.folds {
            let model = taught { $0.fold != fold }
            for number in lessons.indices where lessons[number].fold == fold {
                gists[number] = model.probability(features[number])
            }
        }
        return (taught { _ in true }, gists)
    }
}
