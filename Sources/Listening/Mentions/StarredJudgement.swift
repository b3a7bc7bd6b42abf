import Kernel
import Opinion

/// What the author's own stars add to what the machine read. An author knows better than we do whether they are content:
/// agreement between stars and ratings by patients is the field's own yardstick (Greaves et al., JMIR 2013;15(11):e239).
///
/// Four and five stars are praise, one and two are complaint, three are mixed. Where a text that is sure of itself says the
/// contrary, the opinion is mixed and the machine says that it is unsure; a text that is not sure gives way to its stars.
enum StarredJudgement {
    static func adjust(_ judgement: Judgement, rating: Double?) -> Judgement {
        guard let rating, (1...5).contains(rating) else { return judgement }
        let stars: Polarity = rating >= 4 ? .positive : rating <= 2 ? .negative : .mixed
        var adjusted = judgement
        switch (stars, judgement.polarity) {
        case let (stars, text) where stars == text:
            adjusted.confidence = max(judgement.confidence, 0.95)
            adjusted.unsure = false
        case (.positive, .negative), (.negative, .positive):
            // Text and stars disagree: a text that is sure of itself makes it mixed, one that is not gives way.
            let isClear = judgement.confidence >= 0.9 && !judgement.unsure
            adjusted.polarity = isClear ? .mixed : stars
            adjusted.confidence = isClear ? 0.5 : 0.75
            adjusted.unsure = isClear
        case (.mixed, _):
            // Three stars of a clear text are what the text says.
            guard judgement.confidence < 0.9 || judgement.unsure else { return judgement }
            adjusted.polarity = .mixed
            adjusted.confidence = 0.6
            adjusted.unsure = false
        default:
            // Neutral or mixed by the text: mixed stays when it was clear.
            if judgement.polarity == .mixed, judgement.confidence >= 0.6 { return judgement }
            adjusted.polarity = stars
            adjusted.confidence = 0.8
            adjusted.unsure = false
        }
        adjusted.score = score(adjusted.polarity, judgement.score)
        return adjusted
    }

    private static func score(_ polarity: Polarity, _ text: Double) -> Double {
        switch polarity {
        case .positive: max(text, 0.6)
        case .negative: min(text, -0.6)
        case .mixed, .neutral: text / 2
        }
    }
}
