import Foundation
import Kernel
import Paper
import Web

/// A snapshot on paper: what the file says, for people.
struct SnapshotSheet {
    let snapshot: Snapshot
    /// The signed file.
    let file: [UInt8]
    let context: SignedInContext

    func pdf() throws -> [UInt8] {
        let json = try JSONDecoder().decode(CanonicalJSON.self, from: Data(file))
        guard let content = json["snapshot"] else { throw Failure(.broken, "a snapshot's file holds no snapshot") }
        let organisation = content["organisation"]?.string ?? ""
        var blocks: [Block] = [
            .heading(word("sheet_title"), level: 1), .paragraph(organisation, .lead),
            .table(facts(content, json)), .paragraph(word("sheet_proves")),
        ]
        for (index, message) in (content["messages"]?.items ?? []).enumerated() {
            blocks.append(.heading(word("sheet_message", ["n": String(index + 1)])))
            blocks.append(.table(told(message)))
            blocks.append(
                .paragraph(
                    message["erased_before"] == .truth(true)
                        ? word("sheet_erased") : message["text"]?.string ?? "", TextStyle(11)))
        }
        blocks.append(.heading(word("sheet_signature")))
        blocks.append(
            .list([
                "SHA-256: \(snapshot.sha256)", "Ed25519: \(json["signature"]?.string ?? "")",
                "\(word("public_key")): \(json["public_key"]?.string ?? "")",
            ]))
        return try Paper.pdf(
            Sheet(
                .a4, tongue: context.tongue, title: word("sheet_title"), author: organisation, subject: snapshot.sha256,
                date: snapshot.takenAt, footer: "SHA-256 \(snapshot.sha256)", blocks: blocks))
    }

    private func facts(_ content: CanonicalJSON, _ file: CanonicalJSON) -> Table {
        let taken = content["taken"]
        return table([
            (word("taken_at"), context.figures.dateTime(snapshot.takenAt) + " (\(taken?["at"]?.string ?? ""))"),
            (word("taken_by"), taken?["by"]?["name"]?.string ?? ""), (word("reason"), taken?["reason"]?.string ?? ""),
            (word("messages"), context.figures.integer(snapshot.messages)),
        ])
    }

    private func told(_ message: CanonicalJSON) -> Table {
        let network = message["network"]?.string ?? ""
        let rows: [(String, String?)] = [
            (word("network"), context.word("listening.network_\(network)")),
            (word("author"), message["author_handle"]?.string ?? message["author"]?.string),
            (word("published_at"), message["published_at"]?.string),
            (word("collected_at"), message["collected_at"]?.string),
            (word("address"), message["address"]?.string), (word("network_id"), message["network_id"]?.string),
            (word("rating"), message["rating"]?.string), (word("sheet_heading"), message["title"]?.string),
        ]
        return table(rows.compactMap { label, value in value.map { (label, $0) } })
    }

    private func table(_ rows: [(String, String)]) -> Table {
        Table(
            [.init(1), .init(3)], header: [word("sheet_what"), word("sheet_value")], rows: rows.map { [$0.0, $0.1] })
    }

    private func word(_ key: String, _ values: [String: String] = [:]) -> String {
        context.word("protection.\(key)", values)
    }
}
