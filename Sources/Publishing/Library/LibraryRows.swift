import Foundation
import Kernel
import Networks
import Storage

extension LibraryItem {
    init(_ row: Row) throws {
        func list<T: Decodable>(_ column: String) throws -> [T] {
            do { return try JSONDecoder().decode([T].self, from: Data(try row.text(column).utf8)) } catch {
                throw Failure(.broken, "\(column) of a file of the library cannot be read")
            }
        }
        id = try row.int64("id")
        digest = try row.text("digest")
        kind = try row.text("kind")
        mime = try row.text("mime")
        bytes = try row.int64("bytes")
        width = try row.int("width")
        height = try row.int("height")
        seconds = try row.optionalReal("seconds")
        title = try row.text("title")
        alt = try row.text("alt")
        credit = try row.text("credit")
        licence = try row.text("licence")
        licenceUntil = try row.optionalInstant("licence_until")
        series = try row.optionalText("series")
        isMadeByMachine = try row.bool("made_by_machine")
        faces = try list("faces")
        readText = try row.text("read_text")
        removed = try list("removed")
        captions = try row.optionalText("captions")
        transcript = try row.optionalText("transcript")
        state = try row.value("state")
        error = try row.optionalText("error")
        createdBy = try row.int64("created_by")
        createdAt = try row.instant("created_at")
        changedAt = try row.instant("changed_at")
    }
}

extension ImageRelease {
    init(_ row: Row) throws {
        id = try row.int64("id")
        person = try row.text("person")
        contact = try row.text("contact")
        isMinor = try row.bool("is_minor")
        holders = try row.text("holders")
        proof = try row.optionalText("proof")
        proofMime = try row.optionalText("proof_mime")
        let names = try row.text("networks").split(separator: ",")
        networks = names.compactMap { Network(rawValue: String($0)) }
        purpose = try row.text("purpose")
        beginsAt = try row.instant("begins_at")
        endsAt = try row.instant("ends_at")
        withdrawnAt = try row.optionalInstant("withdrawn_at")
    }
}

extension Rendition {
    init(_ row: Row) throws {
        purpose = try row.text("purpose")
        digest = try row.text("digest")
        mime = try row.text("mime")
        bytes = try row.int64("bytes")
        width = try row.int("width")
        height = try row.int("height")
        seconds = try row.optionalReal("seconds")
    }
}
