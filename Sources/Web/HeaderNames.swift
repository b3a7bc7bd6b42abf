import HTTPTypes

extension HTTPField.Name {
    /// The constructor refuses only names that are not tokens; these are constants, checked by a test.
    private static func known(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .server }

    static let xForwardedFor = known("X-Forwarded-For")
    static let secFetchSite = known("Sec-Fetch-Site")
    static let permissionsPolicy = known("Permissions-Policy")
    static let openerPolicy = known("Cross-Origin-Opener-Policy")
    static let resourcePolicy = known("Cross-Origin-Resource-Policy")
    static let referrerPolicy = known("Referrer-Policy")
    static let frameOptions = known("X-Frame-Options")
    static let robots = known("X-Robots-Tag")
    static let forgeryToken = known("X-CSRF-Token")
    static let requestID = known("X-Request-Id")
    static let accelBuffering = known("X-Accel-Buffering")
}
