import ArgumentParser
import Foundation
import Kernel
import Listening
import People
import Publishing
import Storage
import Wire

/// One examination: each finding is a line, with its remedy when there is one.
struct Doctor {
    private(set) var ills = 0
    /// An examination makes nothing: what is not there is not opened.
    private var isThere = true

    mutating func good(_ text: String) { print("ok    \(text)") }

    mutating func bad(_ text: String, _ remedy: String) {
        ills += 1
        print("WRONG \(text)\n      → \(remedy)")
    }

    func note(_ text: String, _ remedy: String) { print("note  \(text)\n      → \(remedy)") }

    func end() -> ExitCode { ExitCode(ills == 0 ? 0 : 1) }

    mutating func examine(_ settings: Settings) async {
        folder(settings)
        clock()
        encoder(settings)
        exposure(settings)
        if isThere || settings.database != nil { await house(settings) }
        await mail(settings)
        await library(settings)
    }

    private mutating func folder(_ settings: Settings) {
        let manager = FileManager.default
        var isFolder: ObjCBool = false
        guard manager.fileExists(atPath: settings.data, isDirectory: &isFolder), isFolder.boolValue else {
            isThere = false
            return bad(
                "data folder \(settings.data) does not exist", "start the server once, or set data to the right folder")
        }
        guard manager.isWritableFile(atPath: settings.data) else {
            return bad("data folder \(settings.data) cannot be written", "give it to the account that runs the server")
        }
        let free = (try? manager.attributesOfFileSystem(forPath: settings.data))?[.systemFreeSize] as? NSNumber
        let gibibytes = (free?.doubleValue ?? 0) / 1_073_741_824
        if gibibytes < 1 {
            bad(
                String(format: "%.1f GiB are left on the disk of %@", gibibytes, settings.data),
                "make room: under 1 GiB imports may fail")
        } else {
            good(String(format: "data folder %@, %.0f GiB free", settings.data, gibibytes))
        }
        let mode = (try? manager.attributesOfItem(atPath: settings.secretFile))?[.posixPermissions] as? NSNumber
        if let mode, mode.intValue & 0o077 != 0 {
            bad("secret file \(settings.secretFile) can be read by others", "chmod 600 \(settings.secretFile)")
        }
    }

    private mutating func clock() {
        // Nobody ran this before it was written.
        let written = Instant(iso8601: "2026-11-01T00:00:00Z") ?? Instant(microseconds: 0)
        if Clock.system.now() < written {
            bad(
                "the clock says \(Clock.system.now().iso8601)",
                "set the clock: dates of mentions and sessions hang on it")
        } else {
            good("clock \(Clock.system.now().iso8601)")
        }
    }

    private mutating func encoder(_ settings: Settings) {
        do {
            if try InstalledEncoder.load(settings) != nil {
                good("sentence encoder \(settings.encoder)")
            } else {
                note("no sentence encoder: the small models judge alone", "scripts/encoder makes its file of weights")
            }
        } catch { bad("sentence encoder: \(error)", "make its file again with scripts/encoder") }
    }

    private mutating func exposure(_ settings: Settings) {
        let isLocal = ["127.0.0.1", "::1", "localhost"].contains(settings.host)
        if settings.publicAddress?.hasPrefix("https://") != true, !isLocal {
            bad(
                "the server listens on \(settings.host) without TLS",
                "put a reverse proxy with TLS before it, set public-address to https://… and behind-proxy to true")
        }
        if settings.publicAddress == nil {
            note("public-address is not set", "set it so that mails hold links and hubs can reach the server (WebSub)")
        }
        if settings.publicAddress?.hasPrefix("https://") == true, !settings.behindProxy {
            note(
                "behind-proxy is false", "set it to true behind a reverse proxy, or rate limits count its address only")
        }
    }

    private mutating func house(_ settings: Settings) async {
        do {
            let house = try await House.open(settings)
            good("database (\(house.database.engine.rawValue)) answers, schema is up to date")
            try await accounts(house)
            try await services(house)
            try await jobs(house)
            try await origins(house)
            try await house.close()
        } catch let failure as Failure {
            bad(
                failure.cause,
                settings.database == nil
                    ? "if the file is damaged: resonance restore BACKUP --force"
                    : "check the URL, the server and its rights")
        } catch {
            bad("\(error)", "see the server's log")
        }
    }

    private mutating func accounts(_ house: House) async throws {
        let users = try await house.people.users().filter(\.active)
        if users.isEmpty {
            return bad(
                "nobody has an account",
                "resonance user add you@hospital.example --name \"Your name\" --role administrator")
        }
        guard users.contains(where: { $0.grants.contains { $0.role == .administrator && $0.service == nil } }) else {
            return bad("no administrator is left", "resonance user add … --role administrator")
        }
        good("\(users.count) accounts, an administrator among them")
        if users.contains(where: { $0.email == SampleHospital.people[1].email }) {
            note(
                "this is the sample hospital, whose passwords everybody knows", "use another data folder for a real one"
            )
        }
    }

    private mutating func services(_ house: House) async throws {
        let services = try await house.services()
        if services.isEmpty {
            note(
                "no care service is named", "name them and their synonyms on /organisation: mentions are sorted by them"
            )
        } else {
            good("\(services.count) care services")
        }
    }

    private mutating func jobs(_ house: House) async throws {
        let dead = try await JobQueue(house.database).dead()
        guard let first = dead.first else { return good("no job has died") }
        bad(
            "\(dead.count) jobs gave up, such as \(first.kind): \(first.reason)",
            "mend the cause; they can be revived with: resonance doctor --revive")
    }

    private mutating func origins(_ house: House) async throws {
        let origins = try await house.origins.list()
        let dead = origins.filter { $0.state == .dead }
        if dead.isEmpty {
            good("\(origins.count) sources, none dead")
        } else {
            bad(
                "\(dead.count) sources are dead, such as \(dead[0].label)",
                "look at /sources: mend their address, or remove them")
        }
    }

    private mutating func library(_ settings: Settings) async {
        do {
            guard let store = try Wiring.library(settings) else { return }
            _ = try await store.store.list()
            good("the object store of the library answers: \(store.store.place)")
        } catch {
            bad(
                "the object store of the library: \((error as? Failure)?.cause ?? "it does not answer")",
                "check the settings library.…")
        }
    }

    private mutating func mail(_ settings: Settings) async {
        guard let mail = settings.mail else {
            return note(
                "mail.host is not set: alerts and digests are shown on screen only",
                "set mail.host, mail.from and mail.password")
        }
        if SocketProbe.answers(host: mail.host, port: mail.port) {
            good("mail server \(mail.host):\(mail.port) answers")
        } else {
            bad("mail server \(mail.host):\(mail.port) does not answer", "check mail.host, mail.port and the firewall")
        }
    }
}
