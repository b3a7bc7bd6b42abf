/// One setting: how it is called, what it means, what it is when nobody says.
///
/// A setting is given as a flag (`--set mail.host=…`), in the environment (`RESONANCE_MAIL_HOST`) or in the settings file
/// (`{"mail": {"host": …}}`); the first of these wins.
struct Setting: Sendable {
    let key: String
    let meaning: String
    /// As it would be written; nil when there is none.
    let standard: String?
    /// Never printed, never logged.
    let secret: Bool

    init(_ key: String, _ meaning: String, standard: String? = nil, secret: Bool = false) {
        self.key = key
        self.meaning = meaning
        self.standard = standard
        self.secret = secret
    }

    /// `RESONANCE_MAIL_HOST` for `mail.host`.
    var environment: String {
        "RESONANCE_" + key.uppercased().map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
    }
}

extension Setting {
    /// All of them, in the order of `docs/operate.md`, which a test holds against this list.
    static let all: [Setting] = [
        Setting("data", "Folder of everything that the server keeps.", standard: "var"),
        Setting("host", "Address on which it listens.", standard: "127.0.0.1"),
        Setting("port", "TCP port on which it listens, 0 to 65535; 0 takes a free one.", standard: "8080"),
        Setting(
            "database", "PostgreSQL URL, when one machine is not enough; SQLite in the data folder otherwise.",
            secret: true),
        Setting(
            "time-zone", "IANA name of the hospital's time zone: days begin at its midnight.", standard: "Europe/Paris"),
        Setting(
            "public-address",
            "Address that people type, such as https://resonance.chu.example; turns on secure cookies and HSTS."),
        Setting(
            "behind-proxy",
            "true when our own reverse proxy stands before the server: its X-Forwarded-For is believed.",
            standard: "false"),
        Setting(
            "secret-file", "File of 32 random bytes, made when missing: pseudonyms and tokens hang on it.",
            standard: "DATA/secret.key"),
        Setting(
            "encoder",
            "File of the sentence encoder's weights, as `resonance model encoder` writes it; `none` does without.",
            standard: "encoder.bin beside the program"),
        Setting("rules", "Folder of the hospital's own rules of communication (docs/deontology.md), JSON files."),
        Setting("language", "Language for a visitor whose browser asks for neither: fr or en.", standard: "fr"),
        Setting(
            "contact", "Mail or web address shown to the webmasters whose sites are read.",
            standard: "postmaster@localhost"),
        Setting(
            "retention-days", "Days for which imported texts are kept when the import names none, 1 to 3650.",
            standard: "365"),
        Setting(
            "wire.allow",
            "Private hosts or networks that may be reached all the same, by commas: 10.1.2.3, intranet.example:8443."),
        Setting("wire.proxy", "HTTP proxy, http://user:password@host:port.", secret: true),
        Setting("wire.authorities", "PEM file of certificate authorities to trust besides the system's."),
        Setting("wire.pause", "Seconds between two requests to one host.", standard: "0.5"),
        Setting("mail.host", "SMTP server; no mail is sent when it is missing."),
        Setting("mail.port", "SMTP port.", standard: "587"),
        Setting("mail.security", "starttls, tls or none.", standard: "starttls"),
        Setting("mail.user", "SMTP user."),
        Setting("mail.password", "SMTP password.", secret: true),
        Setting("mail.from", "Sender of alerts and digests.", standard: "resonance@localhost"),
        Setting(
            "library.endpoint",
            "S3-compatible store for the files of the library, such as https://s3.chu.example; a folder without it."),
        Setting("library.region", "Region of that store.", standard: "us-east-1"),
        Setting("library.bucket", "Bucket of that store."),
        Setting("library.prefix", "What keys begin with in the bucket, such as resonance/."),
        Setting("library.key", "Identifier of an access key of that store."),
        Setting("library.secret", "Secret of that key.", secret: true),
        Setting(
            "library.path-style", "true for https://host/bucket/key, false for https://bucket.host/key.",
            standard: "true"),
        Setting(
            "library.copies", "Megabytes of copies that this machine keeps for its tools, 10000 or more.",
            standard: "20000"),
        Setting("metrics.token", "Bearer token for /metrics from elsewhere than loopback.", secret: true),
        Setting("log.level", "trace, debug, info, notice, warning, error or critical.", standard: "info"),
        Setting("log.format", "json, or text for a terminal.", standard: "json"),
    ]
}
