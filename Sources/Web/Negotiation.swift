import Hummingbird
import HTTPTypes
import Kernel

/// Which language a page is in: the address first, then the account, then the browser.
enum Negotiation {
    static func tongue(_ request: Request, person: Tongue?, fallback: Tongue) -> Tongue {
        if let query = request.uri.query, query.contains("lang="), let asked = Query(query)["lang"],
            let tongue = Tongue(rawValue: asked)
        {
            return tongue
        }
        return person ?? accepted(request.headers[.acceptLanguage] ?? "") ?? fallback
    }

    /// The first of our languages by quality (RFC 9110, section 12.5.4); nil when it names neither.
    static func accepted(_ header: String) -> Tongue? {
        var best: (tongue: Tongue, quality: Double)?
        for range in header.split(separator: ",").prefix(20) {
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " } }
            guard let code = parts.first?.prefix(2).lowercased(), let tongue = Tongue(rawValue: code) else { continue }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            if quality > 0, quality > best?.quality ?? 0 { best = (tongue, quality) }
        }
        return best?.tongue
    }
}
