import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Storage
import TestKit
import Testing
import Web
@testable import People

@Suite("People, roles and the trail", .serialized)
struct MembersTests {
    @Test("each page of this room opens to exactly the roles that hold its right", arguments: Role.allCases)
    func matrix(_ role: Role) async throws {
        let database = try await Database.inMemory(PeopleSchema.migrations)
        try await Ward.open(database) { ward in
            try await ward.add("boss")
            let id = try await ward.add("somebody", role)
            let browser = try await ward.browser("somebody")
            let rights: [(String, Right)] = [
                ("/people", .administer), ("/people/new", .administer), ("/people/\(id)", .administer),
                ("/organisation", .administer), ("/organisation/services/new", .administer), ("/audit", .audit),
                ("/audit.csv", .audit),
            ]
            for (path, right) in rights {
                let status = try await browser.get(path).status.code
                #expect(status == (right.roles.contains(role) ? 200 : 403), "\(role) at \(path)")
            }
            #expect(try await browser.get("/account").status == .ok)
            for path in [
                "/people/new", "/people/\(id)", "/people/\(id)/active", "/people/\(id)/link", "/organisation",
                "/organisation/establishments", "/organisation/services/new",
            ] where role != .administrator {
                #expect(try await browser.post(path, [("name", "x")]).status == .forbidden, "\(role) to \(path)")
            }
        }
    }

    @Test("a role held for one service does not open what belongs to the organisation")
    func local() async throws {
        try await Ward.onBothEngines { ward in
            try await ward.add("boss")
            let boss = try await ward.person("boss")
            let services = try await ward.actions.found(
                organisation: "CHU", establishment: "Sud", services: [("Pédiatrie", ["pédia"]), ("Urgences", [])])
            let form = AccountForm(
                name: "Karim", email: "karim@chu.example", tongue: .french,
                grants: [Grant(.administrator, service: services[0]), Grant(.headOfService, service: services[1])])
            let made = try await ward.actions.invite(form, by: boss)
            let account = try await ward.actions.accept(made.token, password: Ward.password)
            #expect(account.person.scope(of: .judge) == .services(Set(services)))
            let browser = try await ward.browser("karim")
            #expect(try await browser.get("/people").status == .forbidden)
            #expect(try await browser.get("/audit").status == .forbidden)
            #expect(try await browser.get("/ward").status == .seeOther)
        }
    }

    @Test("an invitation opens an account once, and for seven days")
    func invitation() async throws {
        try await Ward.onBothEngines { ward in
            try await ward.add("boss")
            let browser = try await ward.browser("boss")
            let page = String(
                buffer: try await browser.post(
                    "/people/new",
                    [("name", "Anne"), ("email", "anne@chu.example"), ("tongue", "en"), ("role", "communication")]
                ).body)
            let link = try #require(page.firstMatch(of: #/value="http:\/\/[^\/"]+(\/welcome\/[A-Za-z0-9_-]{43})"/#)).1
            let guest = Browser(ward: ward)
            #expect(try await guest.get("\(link)?lang=en").status == .ok)
            #expect(try await guest.post(String(link), [("password", "short")]).status.code == 422)
            #expect(try await guest.post(String(link), [("password", Ward.password)]).status == .seeOther)
            #expect(try await guest.isIn())
            #expect(try await Browser(ward: ward).get(String(link)).status == .notFound)
            let anne = try await ward.person("anne")
            #expect(anne.grants == [Grant(.communication)] && anne.tongue == .english)
            let boss = try await ward.person("boss")
            let late = try await ward.actions.renewInvitation(anne.id, by: boss)
            ward.hands.advance(7 * 86_400 + 1)
            #expect(try await ward.actions.invited(late) == nil)
        }
    }

    @Test("losing a role, a closed account and a new password each end sessions at once")
    func revoked() async throws {
        try await Ward.onBothEngines { ward in
            try await ward.add("boss")
            let id = try await ward.add("anne", .communication)
            let boss = try await ward.browser("boss")
            let same = [("name", "anne"), ("email", "anne@chu.example"), ("tongue", "fr")]

            let first = try await ward.browser("anne")
            try await boss.post("/people/\(id)", same + [("role", "communication"), ("role", "auditor")])
            #expect(try await first.isIn())
            try await boss.post("/people/\(id)", same + [("role", "auditor")])
            #expect(try await !first.isIn())

            let second = try await ward.browser("anne")
            let third = try await ward.browser("anne")
            let other = "une tortue grise de Sibérie"
            #expect(
                try await second.post("/account/password", [("old", "faux faux faux"), ("password", other)]).status.code
                    == 422)
            #expect(
                try await second.post("/account/password", [("old", Ward.password), ("password", other)]).status
                    == .seeOther)
            #expect(try await second.isIn())
            #expect(try await !third.isIn())

            try await boss.post("/people/\(id)/active", [("active", "0")])
            #expect(try await !second.isIn())
            #expect(try await Browser(ward: ward).signIn("anne", password: other).status.code == 422)

            try await ward.actions.setPassword(email: "BOSS@chu.example", password: other)
            #expect(try await !boss.isIn())
        }
    }

    @Test("one sees one's own sessions and can end any of them, and nobody else's")
    func sessions() async throws {
        try await Ward.onBothEngines { ward in
            try await ward.add("boss")
            try await ward.add("anne", .communication)
            let anne = try await ward.browser("anne")
            let elsewhere = try await ward.browser("anne")
            let own = try await ward.actions.own(ward.person("anne"))
            #expect(own.sessions.count == 2)
            let boss = try await ward.browser("boss")
            for session in own.sessions {
                #expect(try await boss.post("/account/session/\(session.id)/end", []).status == .notFound)
            }
            try await anne.post("/account/sessions/others", [])
            #expect(try await anne.isIn())
            #expect(try await !elsewhere.isIn())
        }
    }

    @Test("there is always an administrator")
    func last() async throws {
        try await Ward.onBothEngines { ward in
            let id = try await ward.add("boss")
            let boss = try await ward.browser("boss")
            let fields = [("name", "boss"), ("email", "boss@chu.example"), ("tongue", "fr"), ("role", "communication")]
            let refused = try await boss.post("/people/\(id)", fields)
            #expect(refused.status.code == 422)
            #expect(String(buffer: refused.body).contains("au moins un administrateur"))
            #expect(try await boss.post("/people/\(id)/active", [("active", "0")]).status == .conflict)
            #expect(try await boss.isIn())
        }
    }

    @Test("what is wrong with a form is said, and nothing is kept")
    func refusals() async throws {
        try await Ward.onBothEngines { ward in
            try await ward.add("boss")
            let boss = try await ward.browser("boss")
            for (name, email, words) in [
                ("", "a@b.fr", "Écrivez un nom"), ("A", "nothing", "Écrivez une adresse"),
                ("A", "BOSS@chu.example", "existe déjà"), (String(repeating: "x", count: 121), "a@b.fr", "trop long"),
            ] {
                let response = try await boss.post("/people/new", [("name", name), ("email", email), ("tongue", "fr")])
                #expect(response.status.code == 422)
                #expect(String(buffer: response.body).contains(words))
            }
            #expect(try await ward.actions.users().count == 1)
            #expect(
                try await boss.post("/people/new", [("name", "A"), ("email", "a@b.fr"), ("role", "king")]).status
                    == .badRequest)
        }
    }

    @Test(
        "a name that is an attack is a name",
        arguments: [
            "<img src=x onerror=alert(1)>", "\"\u{301} autofocus onfocus=alert(1) x=\"", "{{shell.csrf}}",
            "=cmd|'/c calc'!A1",
        ])
    func attack(_ name: String) async throws {
        try await Ward.onBothEngines { ward in
            let id = try await ward.actions.createUser(
                name: name, email: "boss@chu.example", password: Ward.password, role: .administrator)
            let boss = try await ward.browser("boss")
            // A quotation mark under an accent is one Character, and must be escaped all the same.
            let accented = "\u{22}\u{301}"
            for path in ["/account", "/people", "/people/\(id)", "/audit"] {
                let page = String(buffer: try await boss.get(path).body)
                #expect(!page.contains("<img src=x"), "\(path)")
                #expect(!page.contains(accented), "\(path)")
                #expect(page.contains(SafeHTML.escape(name)), "\(path)")
            }
            let table = String(buffer: try await boss.get("/audit.csv").body)
            #expect(!table.contains(",\"=cmd"))
        }
    }

    @Test("services are kept with their other names, and a closed one stays")
    func services() async throws {
        try await Ward.onBothEngines { ward in
            try await ward.add("boss")
            _ = try await ward.actions.found(organisation: "CHU", establishment: "Sud", services: [])
            let place = try #require(try await ward.actions.establishments().first).id
            let boss = try await ward.browser("boss")
            let fields = [
                ("name", "Pédiatrie"), ("establishment", String(place)),
                ("synonyms", "pédia\n service enfants ,PÉDIA;\n"),
            ]
            #expect(try await boss.post("/organisation/services/new", fields).status == .seeOther)
            #expect(try await boss.post("/organisation/services/new", fields).status.code == 422)
            let made = try #require(try await ward.actions.services().first)
            #expect(made.synonyms == ["pédia", "service enfants"] && made.active)
            #expect(try await boss.post("/organisation/services/\(made.id)", fields).status == .seeOther)
            #expect(try await ward.actions.services().first?.active == false)
            #expect(try await boss.post("/organisation", [("organisation", "CHRU")]).status == .seeOther)
            #expect(try await ward.actions.organisationName() == "CHRU")
        }
    }

    @Test("every change is in the trail with who, before and after, and the trail can be filtered")
    func trail() async throws {
        try await Ward.onBothEngines { ward in
            try await ward.add("boss")
            let id = try await ward.add("anne", .communication)
            let boss = try await ward.browser("boss")
            try await boss.post(
                "/people/\(id)",
                [("name", "Anne L."), ("email", "anne@chu.example"), ("tongue", "fr"), ("role", "auditor")])
            let person = try await ward.person("boss")
            let (entries, _) = try await ward.actions.trail(
                Audit.Filter(subject: id), olderThan: nil, limit: 10, by: person)
            let change = try #require(entries.first { $0.action == "account.changed" })
            #expect(change.who == person.id && change.at == ward.hands.now)
            #expect(TrailValue.fields(change.before)["roles"] == .text("communication"))
            #expect(
                TrailValue.fields(change.after) == [
                    "name": .text("Anne L."), "email": .text("anne@chu.example"), "language": .text("fr"),
                    "roles": .text("auditor"),
                ])
            let page = String(buffer: try await boss.get("/audit?kind=account&who=\(person.id)").body)
            #expect(page.contains("<ins>Audit</ins>") && page.contains("<del>Communication</del>"))
            #expect(page.contains("Compte modifié") && !page.contains("Compte créé"))
            #expect(
                String(buffer: try await boss.get("/audit?from=2030-01-01").body).contains("Rien dans cette période"))
            let table = String(buffer: try await boss.get("/audit.csv?kind=account").body)
            #expect(table.split(separator: "\r\n").count == 4)
            #expect(!table.contains(Ward.password))
        }
    }

    @Test("the trail turns its pages without losing or repeating a line")
    func pages() async throws {
        try await Ward.onBothEngines { ward in
            try await ward.add("boss")
            let id = try await ward.add("anne", .communication)
            let person = try await ward.person("boss")
            for _ in 0..<60 { _ = try await ward.actions.renewInvitation(id, by: person) }
            let boss = try await ward.browser("boss")
            var path: String? = "/audit"
            var lines = 0
            while let current = path {
                let page = String(buffer: try await boss.get(current).body)
                lines += page.components(separatedBy: "<tr><td><time").count - 1
                path = page.firstMatch(of: #/rel="next" href="([^"]+)"/#).map {
                    String($0.1).replacing("&amp;", with: "&")
                }
            }
            #expect(lines == 63)
        }
    }
}
