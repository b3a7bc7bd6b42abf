import Deontology
import Foundation
import Kernel
import Wire

/// What is done with a status once it is there.
extension MastodonConnector {
    // MARK: Editing

    /// A server takes off what an edit does not name: the media of the status are named again, with the descriptions of
    /// `piece` where they are as many.
    public func edit(_ sent: Sent, _ piece: Piece, key: String) async -> Sending {
        let path: String
        let fields: [MutationField]
        do {
            let number = try await number(sent)
            path = "/api/v1/statuses/\(API.escaped(number))"
            fields = Self.words(of: piece) + (try Self.media(of: try await server.status(number), piece))
        } catch {
            let failure = error as? Failure ?? Failure(.unavailable, "stopped before anything was edited")
            return .refused(failure, said: nil, wait: nil)
        }
        let sending = await line.attempt(.put, path, .json(.fields(fields)), key: key) { _, json in
            server.sent(json, numbered: true).map { .sent($0) }
        }
        // It was there a moment ago: the server has no such edit.
        guard case .refused(let failure, let said, let wait) = sending, failure.kind == .notFound else {
            return sending
        }
        return .refused(Failure(.unusable, failure.cause, words: "networks.no_edit"), said: said, wait: wait)
    }

    private static func media(of status: JSON, _ piece: Piece) throws -> [MutationField] {
        let ids = status["media_attachments"].elements.compactMap { Fields.id($0["id"].identifier) }
        guard !ids.isEmpty else { return [] }
        var fields = [MutationField("media_ids", .list(try ids.map { try mark($0) }))]
        guard piece.attachments.count == ids.count else { return fields }
        let described = try zip(ids, piece.attachments).compactMap { id, attachment -> MutationValue? in
            guard let alt = attachment.alt else { return nil }
            return .fields([MutationField("id", try mark(id)), MutationField("description", .words(Wording(alt)))])
        }
        if !described.isEmpty { fields.append(MutationField("media_attributes", .list(described))) }
        return fields
    }

    // MARK: Taking back

    /// snac answers "not found" to every deletion: what is still there afterwards is not gone.
    public func delete(_ sent: Sent) async -> Sending {
        do {
            let number = try await number(sent)
            let sending = await line.attempt(.delete, "/api/v1/statuses/\(API.escaped(number))", .empty) { _, _ in
                .sent(sent)
            }
            guard case .refused(let failure, let said, _) = sending, failure.kind == .notFound else { return sending }
            do { _ = try await server.status(number) } catch let gone as Failure where gone.kind == .notFound {
                return .sent(sent)
            }
            return .refused(
                Failure(.unusable, "\(line.host) takes nothing back by this interface", words: "networks.no_delete"),
                said: said, wait: nil)
        } catch {
            let failure = error as? Failure ?? Failure(.unavailable, "stopped before anything was taken back")
            return .refused(failure, said: nil, wait: nil)
        }
    }

    // MARK: Figures

    public func figures(_ published: [Sent]) async throws -> [String: PostFigures] {
        var figures: [String: PostFigures] = [:]
        for sent in published {
            do {
                let status = try await server.status(try await number(sent))
                figures[sent.id] = PostFigures(
                    likes: Self.count(status["favourites_count"]), comments: Self.count(status["replies_count"]),
                    shares: Self.count(status["reblogs_count"]))
            } catch let failure as Failure where failure.kind == .notFound {
                continue
            }
        }
        return figures
    }

    private static func count(_ field: JSON) -> Int? { field.int.flatMap { $0 >= 0 ? $0 : nil } }
}
