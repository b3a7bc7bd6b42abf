import Deontology
import Kernel
import Wire

/// What others see. A post is named by us before it is made, and that is what keeps it from being made twice:
///
/// - `createRecord` with a name that is taken makes no second post. The reference server fails inside and answers 500; some
///   others write the same post over itself.
/// - `putRecord` would put a later wording in the place of the first without a word.
/// - Whatever is unclear after the attempt is settled by one look at that name, which changes nothing. Only when the look
///   shows nothing either can nobody tell: what was sent may still be on its way.
extension BlueskyServer {
    func create(_ record: [MutationField], text: String, at key: BlueskyRecordKey) async -> Sending {
        let address = BlueskyAddress(did: did, key: key.text)
        do {
            let body = MutationValue.fields([
                MutationField("repo", try BlueskyRecord.mark(did)),
                MutationField("collection", try BlueskyRecord.mark(BlueskyAddress.collection)),
                MutationField("rkey", try BlueskyRecord.mark(key.text)), MutationField("record", .fields(record)),
            ])
            let path = "/xrpc/com.atproto.repo.createRecord"
            switch await line.http.mutate(line.mutation(.post, path, .json(body))) {
            case .done(let document):
                let json = (try? JSON.parse(document.body, from: line.host)) ?? .null
                if let found = Found(json) { return .sent(found.sent) }
                return await settled(address, text, "\(line.host) said yes without saying what it published")
            case .unknown(let cause): return await settled(address, text, cause)
            case .refused(let refused):
                let refusal = refusal(refused)
                guard case .refused(let failure, _, _) = refusal, failure.kind == .conflict else { return refusal }
                let settled = await settled(address, text, failure.cause)
                if case .unknown = settled { return refusal }
                return settled
            }
        } catch {
            return .refused(Self.failure(error), said: nil, wait: nil)
        }
    }

    /// One look at the name that we chose: there, it is ours.
    private func settled(_ address: BlueskyAddress, _ text: String, _ cause: String) async -> Sending {
        guard let found = try? await post(address) else { return .unknown(cause: cause) }
        guard found.record["text"].string == text else {
            let failure = Failure(
                .conflict, "\(line.host) has an earlier wording of it already", words: "networks.duplicate")
            return .refused(failure, said: nil, wait: nil)
        }
        return .sent(found.sent)
    }

    /// Gone, also when it was gone already (the lexicon: "or ensure it doesn't exist").
    func remove(_ sent: Sent) async -> Sending {
        do {
            guard let address = BlueskyAddress(sent.id), address.authority == did else {
                throw Failure(.unusable, "not a post of this account", words: "networks.no_status")
            }
            let body = MutationValue.fields([
                MutationField("repo", try BlueskyRecord.mark(did)),
                MutationField("collection", try BlueskyRecord.mark(BlueskyAddress.collection)),
                MutationField("rkey", try BlueskyRecord.mark(address.key)),
            ])
            return await line.attempt(.post, "/xrpc/com.atproto.repo.deleteRecord", .json(body)) { _, _ in .sent(sent) }
        } catch {
            return .refused(Self.failure(error), said: nil, wait: nil)
        }
    }

    /// Sends a file; it may be sent again, and is the same.
    /// - Throws: `.tooLarge` when this server takes less: the caller makes it smaller (a million bytes pass everywhere).
    func upload(_ file: Cleared<Media>, as use: BlueskyBlob.Use) async throws -> BlueskyBlob {
        let media = file.content
        guard media.bytes <= use.most else {
            throw Failure(
                .tooLarge, "\(media.bytes) bytes, where Bluesky takes \(use.most)", words: "networks.media_too_large")
        }
        guard use.takes(media.mime) else {
            throw Failure(.unusable, "Bluesky takes no \(media.mime) there", words: "networks.media_refused")
        }
        let mutation = line.mutation(
            .post, "/xrpc/com.atproto.repo.uploadBlob", .file(file), limits: NetworkLine.upload)
        switch await line.http.mutate(mutation) {
        case .unknown(let cause): throw Failure(.unavailable, cause, words: "wire.unavailable")
        case .refused(let refused):
            guard case .refused(let failure, _, _) = refusal(refused) else { throw line.failure(refused) }
            throw failure
        case .done(let document):
            let json = try JSON.parse(document.body, from: line.host)
            guard let blob = BlueskyBlob(json["blob"], of: media, as: use, at: clock.now()) else {
                throw Failure(
                    .unusable, "\(line.host) took a file for something else", words: "networks.media_refused")
            }
            return blob
        }
    }

    private func refusal(_ refused: Outcome.Refused) -> Sending {
        let json = (try? JSON.parse(refused.body, from: line.host)) ?? .null
        guard BlueskyErrors.isTooLarge(refused.status, json) else { return line.sending(refused) }
        let failure = Failure(
            .tooLarge, "\(line.host) takes no file of that size", words: "networks.media_too_large")
        return .refused(failure, said: NetworkRefusal.line(json["message"].string), wait: nil)
    }

    static func failure(_ error: any Error) -> Failure {
        error as? Failure ?? Failure(.unavailable, "stopped before anything was done")
    }
}
