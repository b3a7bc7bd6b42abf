import Deontology

let reply = "Lors de votre hospitalisation du 12 mars, vous avez refusé le traitement, votre dossier le montre."
let review = "Opérée chez vous en mars, on ne m'a rien expliqué."

func draft(
    _ text: String, answering review: String? = nil, author: Author = .hospital, facts: [String: Facts.Value] = [:]
) -> Draft {
    Draft(
        text, kind: review == nil ? .post : .reply, author: author, network: "google", inReplyTo: review,
        facts: Facts(facts))
}
