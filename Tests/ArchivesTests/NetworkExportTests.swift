import Archives
import Foundation
import Kernel
import Testing

@Suite("The networks' exports")
struct NetworkExportTests {
    @Test("an X archive gives the account's posts whole, and no letters") func x() throws {
        let outcome = try Fixture.read("x.zip")
        #expect(outcome.format == .x)
        #expect(outcome.arrivals.count == 6)
        #expect(outcome.refusals.isEmpty)
        #expect(
            outcome.texts[0]
                == "Les urgences pédiatriques rouvrent lundi & 24h/24. https://chu-valmont.example/urgences")
        #expect(outcome.arrivals[0].author == "CHUValmont")
        #expect(outcome.arrivals[0].url == "https://x.com/CHUValmont/status/1790000000000000001")
        #expect(outcome.arrivals[0].publishedAt.iso8601 == "2024-05-13T08:15:30Z")
        #expect(outcome.arrivals[1].parent == "1789999999999999999")
        #expect(!outcome.texts.contains { $0.contains("secret") || $0.contains("aimé") })
    }

    @Test("a repost is somebody else's words") func repost() throws {
        let outcome = try Fixture.read("x.zip")
        #expect(outcome.arrivals[2].author == "marie_lefort")
        #expect(outcome.texts[2].hasPrefix("Merci aux soignants"))
        #expect(outcome.own == [true, true, false, true, true, true])
    }

    @Test("a long post is completed from note-tweet.js wherever that stands in the zip") func note() throws {
        let text = try Fixture.read("x.zip").texts[3]
        #expect(text.hasSuffix("parking B ouvert."))
        #expect(text.count > 300)
    }

    @Test("half a surrogate pair does not cost the post, nor a language that is none") func surrogate() throws {
        let outcome = try Fixture.read("x.zip")
        #expect(outcome.texts[5].hasSuffix("pair: \u{FFFD}"))
        #expect(outcome.arrivals[4].language == nil)
        #expect(outcome.arrivals[5].language == "fr")
    }

    @Test("a Facebook download is mended, letters stay closed, reviews become ratings") func facebook() throws {
        let outcome = try Fixture.read("facebook.zip")
        #expect(outcome.format == .facebook)
        #expect(
            outcome.texts == [
                "L’hôpital recrute : infirmières, aides-soignants, kinés 💙", "L'équipe de nuit, à 3 h du matin",
                "Merci Zoë, c’est noté.", "Six heures d’attente aux urgences, personne ne nous a informés.", "",
            ])
        #expect(outcome.arrivals.map(\.kind) == [.post, .post, .comment, .review, .review])
        #expect(outcome.arrivals.map(\.rating) == [nil, nil, nil, 1, 5])
        #expect(outcome.arrivals[3].author == "Léa M.")
        #expect(outcome.own == [true, true, true, false, false])
        #expect(outcome.leftOut == 1)
    }

    @Test("an Instagram download gives captions and comments, whatever the language of its labels") func instagram()
        throws
    {
        let outcome = try Fixture.read("instagram.zip")
        #expect(outcome.format == .instagram)
        #expect(
            outcome.texts == [
                "Journée des infirmières 🌷 merci à elles", "Le nouveau hall, côté jardin", "Visite de la stérilisation",
                "Bravo à l'équipe, fière de vous !", "Où peut-on s'inscrire ?",
            ])
        #expect(outcome.arrivals.map(\.kind) == [.post, .post, .video, .comment, .comment])
        #expect(outcome.arrivals[4].title == "@ars_exemple")
        #expect(outcome.arrivals[4].publishedAt.seconds == 1_715_600_100)
    }

    @Test("a French Takeout gives YouTube comments of three ages") func youTube() throws {
        let comments = try Fixture.read("takeout.zip").arrivals.filter { $0.network == .youtube }
        #expect(
            comments.map(\.text) == [
                "Très belle vidéo, merci !", "> Merci\nà bientôt", "Le son est trop bas & c'est dommage",
            ])
        #expect(comments.map(\.parent) == ["WtOskFeLmr4", "UgA1", "mMabcdefghi"])
        #expect(comments[0].id == "UgA1")
        #expect(comments[0].author == "UCvalmont")
        #expect(comments[1].url == "https://www.youtube.com/watch?v=WtOskFeLmr4&lc=UgA2.r1")
    }

    @Test("a Google review keeps the visitor's own words; the answer is a comment of ours under it") func reviews()
        throws
    {
        let outcome = try Fixture.read("takeout.zip")
        let reviews = outcome.arrivals.filter { $0.id.hasPrefix("locations/2/") }
        #expect(reviews.map(\.text) == ["Personnel très gentil.", "Merci Hélène, nous transmettons à l’équipe.", ""])
        #expect(reviews.map(\.rating) == [5, nil, 1])
        #expect(reviews.map(\.kind) == [.review, .comment, .review])
        #expect(reviews[1].parent == reviews[0].id)
        #expect(
            outcome.refusals == [
                "3: Takeout/Google Business Profile/account-1/location-2/reviews.json: "
                    + "starRating: not one of ONE, TWO, THREE, FOUR, FIVE"
            ])
    }

    @Test("what was Google+ is read from JSON and from HTML, with its comments") func plus() throws {
        let outcome = try Fixture.read("takeout.zip")
        let plus = zip(outcome.arrivals, outcome.own).filter {
            $0.0.network == .google && !$0.0.id.hasPrefix("locations")
        }
        #expect(
            plus.map(\.0.text) == [
                "Journée du rein dans le hall\nVenez !", "J'y serai", "Bonjour & bienvenue\nici", "Enfin !",
            ])
        #expect(plus.map(\.1) == [true, false, true, false])
        #expect(plus[0].0.publishedAt.iso8601 == "2016-03-12T10:19:44Z")
        #expect(plus[1].0.parent == plus[0].0.id)
        #expect(plus[3].0.author == "Paul")
        #expect(plus[3].0.parent == "https://plus.google.com/1/posts/xyz")
    }

    @Test("LinkedIn's two ways of quoting are undone, and its links become identifiers") func linkedIn() throws {
        let outcome = try Fixture.read("linkedin.zip")
        #expect(outcome.format == .linkedin)
        #expect(
            outcome.texts == [
                "Nous recrutons un \"chef de pôle\".\n\nPostulez avant le 30 avril.",
                "Bravo, \"belle équipe\", et à bientôt",
            ])
        #expect(outcome.arrivals[0].id == "urn:li:share:7169000000000000001")
        #expect(outcome.arrivals[1].parent == "urn:li:activity:7401794121226567681")
        #expect(outcome.leftOut == 1)
    }

    @Test("a LinkedIn Page's analytics give posts with their reach, past the line of explanation") func linkedInPage()
        throws
    {
        let outcome = try Fixture.read("linkedin-page.csv")
        #expect(outcome.texts == ["Le CHU, lauréat du prix qualité"])
        #expect(outcome.arrivals.first?.reach == 1204)
        #expect(outcome.arrivals.first?.publishedAt.iso8601 == "2024-05-17T12:00:00Z")
    }

    @Test("a Mastodon archive gives public posts; letters and boosts are left out") func mastodon() throws {
        let outcome = try Fixture.read("mastodon.tar.gz")
        #expect(outcome.format == .mastodon)
        #expect(outcome.texts == ["Le 3114 répond jour et nuit.", "Merci pour votre retour"])
        #expect(outcome.arrivals[0].author == "chu@piaille.example")
        #expect(outcome.arrivals[0].title == "Santé mentale")
        #expect(outcome.arrivals[0].language == "fr")
        #expect(outcome.arrivals[1].kind == .comment)
        #expect(outcome.leftOut == 2)
    }

    @Test(
        "the same export read twice gives the same identifiers",
        arguments: ["facebook.zip", "instagram.zip", "takeout.zip", "linkedin.zip"])
    func identifiers(_ name: String) throws {
        let (first, second) = (try Fixture.read(name), try Fixture.read(name))
        #expect(first.arrivals == second.arrivals)
        #expect(Set(first.arrivals.map(\.id)).count == first.arrivals.count)
    }

    @Test("a single file taken out of an export is known by what it holds, whatever its name")
    func singles() throws {
        let tweets =
            #"window.YTD.tweets.part0 = [{"tweet":{"id_str":"1","full_text":"Bonjour","created_at":"Mon May 13 08:15:30 +0000 2024"}}]"#
        #expect(try Fixture.read(tweets, as: "copie.txt").texts == ["Bonjour"])
        let reviews =
            #"{"reviews":[{"name":"accounts/1/locations/2/reviews/3","starRating":"TWO","comment":"Long","createTime":"2024-01-01T00:00:00Z"}]}"#
        #expect(try Fixture.read(reviews, as: "avis.json").arrivals.first?.rating == 2)
        let instagram = #"[{"media":[{"uri":"a.jpg","creation_timestamp":1715590000,"title":"Soin"}]}]"#
        #expect(try Fixture.read(instagram, as: "posts_1.json").arrivals.first?.network == .instagram)
        let facebook = #"[{"timestamp":1715590000,"data":[{"post":"Soin"}]}]"#
        #expect(try Fixture.read(facebook, as: "a.json").arrivals.first?.network == .facebook)
    }
}
