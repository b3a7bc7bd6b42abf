import Foundation
import Kernel

/// Short-lived signed addresses at which a network fetches one file, where it takes no upload.
struct SharedFile: Sendable {
    let desk: PublishingDesk
    /// Seconds for which an address is good: networks fetch at once, and once more when their first try fails.
    static let life = 3_600.0

    /// Nil when nobody has said under which address the public reaches us.
    func address(_ digest: String, _ ending: String) -> String? {
        desk.site.map { $0 + path(digest, ending) }
    }

    /// The same on this very site, for a page that somebody without an account looks at.
    func path(_ digest: String, _ ending: String) -> String {
        let until = Int64(desk.clock.now().seconds + Self.life)
        return "/shared/\(digest).\(ending)?until=\(until)&sign=\(LinkSignature(desk).text(Self.signed(digest, until)))"
    }

    /// The digest of the file behind an address that is good.
    /// - Throws: `.notFound` for whatever is not.
    func digest(_ name: String, until: String?, sign: String?) throws -> String {
        let digest = String(name.split(separator: ".").first ?? "")
        let wrong = Failure(.notFound, "no such file is shared")
        guard digest.utf8.count == 64, digest.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }),
            let until = until.flatMap({ Int64($0) }), Double(until) > desk.clock.now().seconds,
            let sign, LinkSignature(desk).isGood(sign, of: Self.signed(digest, until))
        else { throw wrong }
        return digest
    }

    private static func signed(_ digest: String, _ until: Int64) -> String { "shared:\(digest):\(until)" }
}
