import Deontology
import Foundation
import Kernel
import TestKit

@testable import Networks

// MARK: - What is published, and what became of it

extension FakeMeta {
    static func cleared(_ text: String) throws -> Cleared<Draft> {
        try Deontology.clear(Draft(text, kind: .reply), by: try HouseChecker.wordings.get())
    }

    static func attachment(
        _ kind: Media.Kind = .image, mime: String = "image/jpeg", alt: String? = nil, at address: String? = nil
    ) throws -> Networks.Attachment {
        let media = Media(
            path: "/nowhere", digest: String(repeating: "a", count: 64), bytes: 10, kind: kind, mime: mime,
            isBare: true, facts: Facts(["media_licence": .text("own"), "captions_file": .text("a.vtt")]))
        let file = try Deontology.clear(media, by: try HouseChecker.wordings.get())
        return Networks.Attachment(
            file, alt: try alt.map { try cleared($0) }, width: 1_080, height: 1_080, pulledFrom: address)
    }

    static func sent(_ sending: Sending) -> Sent? { if case .sent(let sent) = sending { sent } else { nil } }

    static func refusal(_ sending: Sending) -> (failure: Failure, said: String?, wait: Double?)? {
        if case .refused(let failure, let said, let wait) = sending { (failure, said, wait) } else { nil }
    }

    static func doubt(_ sending: Sending) -> String? {
        if case .unknown(let cause) = sending { cause } else { nil }
    }

    /// Nil while the network is at work.
    static func ready(_ preparation: Preparation) -> Prepared? {
        if case .ready(let prepared) = preparation { prepared } else { nil }
    }

    static func waiting(_ preparation: Preparation) -> (seconds: Double, prepared: Prepared)? {
        if case .wait(let seconds, let prepared) = preparation { (seconds, prepared) } else { nil }
    }

    /// Goes on until it is ready, keeping between two steps what a store would keep.
    static func prepare(_ connector: some Connector, _ piece: Networks.Piece) async throws -> Prepared {
        var kept: Prepared?
        for _ in 0..<40 {
            let step = try await connector.prepare(piece, after: kept)
            if let prepared = ready(step) { return prepared }
            kept = try JSONDecoder().decode(Prepared.self, from: JSONEncoder().encode(waiting(step)?.prepared))
        }
        throw Failure(.broken, "never ready")
    }
}

// MARK: - What Meta documents

extension FakeMeta {
    /// The names of the parameters of an edge, or of the object itself; nil where the workplace's description is not
    /// there.
    static func documented(_ object: String, _ method: String, _ edge: String?) throws -> Set<String>? {
        guard let data = shared("specs/facebook/\(object).json") else { return nil }
        let json = try JSON.parse(Array(data), from: "description")
        let api = json["apis"].elements.first {
            $0["method"].string == method && $0["endpoint"].string == edge
                && (edge != nil || $0["name"].string?.hasPrefix("#") == true)
        }
        return Set((api?["params"].elements ?? []).compactMap { $0["name"].string })
    }

    static func documentedFields(_ object: String) throws -> Set<String>? {
        guard let data = shared("specs/facebook/\(object).json") else { return nil }
        let json = try JSON.parse(Array(data), from: "description")
        return Set(json["fields"].elements.compactMap { $0["name"].string })
    }

    /// The outermost names of a `fields` parameter: `id,from{id}` → `id`, `from`.
    static func names(_ fields: String) -> [String] {
        var (depth, name, names) = (0, "", [String]())
        for sign in fields + "," {
            switch sign {
            case "{", "(": depth += 1
            case "}", ")": depth -= 1
            case "," where depth == 0:
                names.append(String(name.prefix { $0 != "." }))
                name = ""
            default: if depth == 0 { name.append(sign) }
            }
        }
        return names
    }
}
