import Kernel

/// How each network takes a report: what its own form calls the reason, and the way to that form. As their help pages
/// said it on `asOf`; a way in words is given where the form's address changes with the account.
struct ReportRoad: Sendable {
    static let asOf = "2026-11"

    let network: Network
    /// Address of the form or of the page that leads to it; nil where only the menu of the message does.
    let address: String?
    /// The way through the menus.
    let french, english: String
    /// The reason to choose there, by ground, where it is not called like ours.
    let names: [NetworkReport.Ground: String]

    static func of(_ network: Network) -> ReportRoad { all[network] ?? other }

    private static let other = ReportRoad(
        network: .other, address: nil,
        french: "Écrire au directeur de la publication, ou à l’hébergeur nommé dans les mentions légales.",
        english: "Write to the publisher, or to the host named in the legal notice.", names: [:])

    private static let all: [Network: ReportRoad] = Dictionary(
        uniqueKeysWithValues: [
            ReportRoad(
                network: .google, address: "https://support.google.com/legal/troubleshooter/1114905",
                french: "Fiche d’établissement › Avis › ⋮ › Signaler l’avis ; puis le formulaire juridique.",
                english: "Business Profile › Reviews › ⋮ › Report review; then the legal form.",
                names: [
                    .defamation: "Problème juridique › Diffamation", .insult: "Langage grossier",
                    .hatred: "Discrimination ou incitation à la haine", .harassment: "Intimidation ou harcèlement",
                    .personalData: "Informations personnelles", .doxxing: "Informations personnelles",
                    .falseReview: "Conflit d’intérêts ou contenu trompeur", .spam: "Spam",
                ]),
            ReportRoad(
                network: .facebook, address: "https://www.facebook.com/help/reportlinks",
                french: "⋯ à côté de la publication › Signaler.", english: "⋯ beside the post › Report.",
                names: [.harassment: "Harcèlement", .hatred: "Discours haineux", .impersonation: "Faux compte"]),
            ReportRoad(
                network: .instagram, address: "https://help.instagram.com/192435014247952",
                french: "⋯ à côté de la publication › Signaler.", english: "⋯ beside the post › Report.",
                names: [.harassment: "Intimidation ou harcèlement", .hatred: "Discours ou symboles haineux"]),
            ReportRoad(
                network: .threads, address: nil, french: "⋯ à côté du message › Signaler.",
                english: "⋯ beside the post › Report.", names: [.harassment: "Intimidation ou harcèlement"]),
            ReportRoad(
                network: .x, address: "https://help.x.com/forms", french: "⋯ à côté du post › Signaler.",
                english: "⋯ beside the post › Report.",
                names: [
                    .hatred: "Haine", .insult: "Abus et harcèlement", .harassment: "Abus et harcèlement",
                    .personalData: "Vie privée", .doxxing: "Vie privée", .impersonation: "Usurpation d’identité",
                ]),
            ReportRoad(
                network: .youtube, address: "https://support.google.com/youtube/answer/6154230",
                french: "⋯ sous la vidéo ou le commentaire › Signaler ; diffamation : le formulaire juridique.",
                english: "⋯ under the video or comment › Report; defamation: the legal form.",
                names: [
                    .harassment: "Harcèlement ou intimidation", .hatred: "Contenu offensant ou incitant à la haine",
                ]),
            ReportRoad(
                network: .linkedin, address: "https://www.linkedin.com/help/linkedin",
                french: "⋯ à côté de la publication › Signaler la publication.",
                english: "⋯ beside the post › Report post.",
                names: [.harassment: "Harcèlement", .hatred: "Discours haineux"]),
            ReportRoad(
                network: .mastodon, address: nil,
                french: "⋯ sous le message › Signaler : les modérateurs de son serveur et du nôtre le lisent.",
                english: "⋯ under the post › Report: the moderators of its server and ours read it.", names: [:]),
            ReportRoad(
                network: .activitypub, address: nil,
                french: "Menu du message › Signaler, ou l’adresse de contact du serveur.",
                english: "Menu of the post › Report, or the contact address of the server.", names: [:]),
            ReportRoad(
                network: .bluesky, address: nil, french: "⋯ sous le message › Signaler le message.",
                english: "⋯ under the post › Report post.", names: [:]),
            ReportRoad(
                network: .own, address: nil, french: "Nos propres avis : la page de modération, /reviews.",
                english: "Our own reviews: the page of moderation, /reviews.", names: [:]),
        ].map { ($0.network, $0) })
}
