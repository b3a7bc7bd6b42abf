import Foundation
import Kernel

/// The page of one account: its posts, newest first, with what is said under them; its reviews.
struct AccountPage {
    let account: SimulatedAccount
    let world: World
    let now: Instant

    static let most = 50

    var html: String {
        let mine = world.items.filter { $0.network == account.network && $0.account == account.id && $0.isSeen(now) }
        let posts = mine.filter { $0.own && ($0.kind == .post || isThread($0)) && $0.extra["privacy"] != "unlisted" }
        let reviews = mine.filter { $0.kind == .review }
        let shownPosts = posts.suffix(Self.most).reversed().map(article).joined()
        let shownReviews = reviews.suffix(Self.most).reversed().map(article).joined()
        return HTML.page(
            "\(account.name) sur \(account.network.label)",
            """
            <p><a href="/">Tous les comptes</a></p>
            <h1>\(HTML.escaped(account.name))</h1>
            <p>\(account.network.label) · @\(HTML.escaped(account.handle))</p>
            <h2>Publications</h2>\(shownPosts.isEmpty ? "<p>Aucune publication pour le moment.</p>" : shownPosts)
            \(reviews.isEmpty ? "" : "<h2>Avis</h2>" + shownReviews)
            """)
    }

    /// An answer of ours to somebody who is not in our house stands alone.
    private func isThread(_ item: Item) -> Bool { item.kind == .reply && item.parent == nil }

    private func article(_ item: Item) -> String {
        let title = item.title.map { "<h3>\(HTML.escaped($0))</h3>" } ?? ""
        let stars = item.rating.map { "<p aria-label=\"\($0) sur 5\">\(String(repeating: "★", count: $0))</p>" } ?? ""
        let link = item.link.flatMap { $0.hasPrefix("http") ? $0 : nil }.map {
            "<p><a rel=\"nofollow noreferrer\" href=\"\(HTML.escaped($0))\">\(HTML.escaped($0))</a></p>"
        }
        let answers = world.answers(to: item.id, on: item.network).filter {
            $0.isSeen(now) && $0.extra["hidden"]?.truth != true
        }
        return """
            <article><p><strong>\(HTML.escaped(item.author))</strong>
            <span class="small"><time datetime="\(item.createdAt.iso8601)">\(Self.date(item.publishAt ?? item.createdAt))</time>\
            \(item.edits.isEmpty ? "" : " · modifié")</span></p>
            \(stars)\(title)<p>\(HTML.lines(text(item)))</p>\(link ?? "")\(item.media.map(medium).joined())
            \(item.kind == .post ? figures(item, answers.count) : "")\(answers.map(article).joined())</article>
            """
    }

    /// As a reader sees it.
    private func text(_ item: Item) -> String {
        item.network == .linkedin && item.kind == .post ? LittleText.read(item.text) : item.text
    }

    private func medium(_ shown: Item.Shown) -> String {
        let alt = HTML.escaped(shown.alt ?? "")
        guard world.file(shown.file)?.bytes != nil else {
            return
                "<p class=\"small\">[\(shown.isVideo ? "Vidéo" : "Image") non conservée\(alt.isEmpty ? "" : " : " + alt)]</p>"
        }
        if shown.isVideo { return "<p><video controls preload=\"metadata\" src=\"/media/\(shown.file)\"></video></p>" }
        return "<p><img src=\"/media/\(shown.file)\" alt=\"\(alt)\" loading=\"lazy\"></p>"
    }

    private func figures(_ item: Item, _ answers: Int) -> String {
        let growth = Growth(item, seed: world.seed, now: now)
        return
            "<p class=\"small\">\(growth.views) vues · \(growth.likes) j’aime · \(answers) commentaire\(answers > 1 ? "s" : "")</p>"
    }

    private static func date(_ moment: Instant) -> String {
        let style = Date.FormatStyle(
            date: .long, time: .shortened, locale: Locale(identifier: "fr_FR"),
            timeZone: TimeZone(identifier: "Europe/Paris") ?? .gmt)
        return HTML.escaped(moment.date.formatted(style))
    }
}
