import Configuration
import Foundation
import Kernel
import Logging
import SystemPackage
import Wire

/// Every setting, read once and checked.
struct Settings: Sendable {
    var data: String
    var host: String
    var port: Int
    var database: String?
    var timeZone: String
    var publicAddress: String?
    var behindProxy: Bool
    var secretFile: String
    /// The sentence encoder's weights; the file need not be there unless it was asked for.
    var encoder: String
    var encoderIsAskedFor: Bool
    /// Folder of the hospital's own rules.
    var rules: String?
    var language: Tongue
    var contact: String
    var retentionDays: Int
    var wireAllow: [String]
    var wireProxy: String?
    var wireAuthorities: String?
    var wirePause: Double
    var mail: MailSettings?
    /// Nil for the data folder.
    var library: LibrarySettings?
    var metricsToken: String?
    var logLevel: Logger.Level
    var logFormat: LogFormat

    struct LibrarySettings: Sendable {
        var place: ObjectPlace
        /// Bytes.
        var copies: Int64
    }

    enum LogFormat: String, CaseIterable { case json, text }

    struct MailSettings: Sendable {
        var host: String
        var port: Int
        var security: String
        var user: String?
        var password: String?
        var from: String
    }

    /// Reads flags, then the environment, then `file` (by default `resonance.json` in the data folder, if it is there).
    /// - Throws: `Failure(.unusable)` that names the setting and what was expected.
    static func load(flags: [String: String], file: String? = nil) async throws -> Settings {
        let given = flags.reduce(into: [AbsoluteConfigKey: ConfigValue]()) { values, flag in
            values[AbsoluteConfigKey(flag.key.split(separator: ".").map(String.init))] = ConfigValue(
                .string(flag.value), isSecret: false)
        }
        let environment = EnvironmentVariablesProvider(secretsSpecifier: .all).prefixKeys(with: "resonance")
        var providers: [any ConfigProvider] = [InMemoryProvider(name: "flags", values: given), environment]
        let early = SettingReader(ConfigReader(providers: providers))
        let path = file ?? early.text("data", "var") + "/resonance.json"
        do {
            providers.append(
                try await FileProvider<JSONSnapshot>(filePath: FilePath(path), allowMissing: file == nil))
        } catch {
            throw Failure(.unusable, "settings file \(path): not readable as JSON")
        }
        return try Settings(SettingReader(ConfigReader(providers: providers)))
    }

    private init(_ read: SettingReader) throws {
        data = read.text("data", "var")
        host = read.text("host", "127.0.0.1")
        port = try read.number("port", 8080, in: 0...65_535)
        database = read.text("database")
        timeZone = read.text("time-zone", "Europe/Paris")
        guard TimeZone(identifier: timeZone) != nil else {
            throw Failure(.unusable, "setting time-zone: \(timeZone) is no IANA time zone such as Europe/Paris")
        }
        publicAddress = read.text("public-address")
        if let publicAddress, !publicAddress.hasPrefix("http://"), !publicAddress.hasPrefix("https://") {
            throw Failure(.unusable, "setting public-address: it begins with https:// (or http://)")
        }
        behindProxy = try read.truth("behind-proxy", false)
        secretFile = read.text("secret-file") ?? data + "/secret.key"
        encoderIsAskedFor = read.text("encoder") != nil
        encoder = read.text("encoder") ?? Self.besideProgram("encoder.bin")
        rules = read.text("rules")
        language = try read.choice("language", .french)
        contact = read.text("contact", "postmaster@localhost")
        retentionDays = try read.number("retention-days", 365, in: 1...3650)
        wireAllow = read.list("wire.allow")
        wireProxy = read.text("wire.proxy")
        wireAuthorities = read.text("wire.authorities")
        wirePause = try read.seconds("wire.pause", 0.5, in: 0...3600)
        mail = try Self.mail(read)
        library = try Self.library(read)
        metricsToken = read.text("metrics.token")
        logLevel = try read.choice("log.level", .info)
        logFormat = try read.choice("log.format", .json)
    }

    /// The path of a file that lies beside this program.
    static func besideProgram(_ name: String) -> String {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "resonance"
        return URL(fileURLWithPath: program).deletingLastPathComponent().appendingPathComponent(name).path
    }

    private static func library(_ read: SettingReader) throws -> LibrarySettings? {
        guard let endpoint = read.text("library.endpoint") else { return nil }
        return LibrarySettings(
            place: try ObjectPlace(
                endpoint: endpoint, region: read.text("library.region", "us-east-1"),
                bucket: read.text("library.bucket", ""), prefix: read.text("library.prefix", ""),
                key: read.text("library.key", ""), secret: read.text("library.secret", ""),
                isPathStyle: try read.truth("library.path-style", true)),
            copies: Int64(try read.number("library.copies", 20_000, in: 10_000...10_000_000)) * 1_000_000)
    }

    private static func mail(_ read: SettingReader) throws -> MailSettings? {
        guard let host = read.text("mail.host") else { return nil }
        let security = read.text("mail.security", "starttls")
        guard ["starttls", "tls", "none"].contains(security) else {
            throw Failure(.unusable, "setting mail.security: expected starttls, tls or none")
        }
        return MailSettings(
            host: host, port: try read.number("mail.port", 587, in: 1...65_535), security: security,
            user: read.text("mail.user"), password: read.text("mail.password"),
            from: read.text("mail.from", "resonance@localhost"))
    }
}
