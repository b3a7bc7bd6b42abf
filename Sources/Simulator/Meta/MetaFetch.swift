import Kernel

/// Files that Meta's networks fetch from us by their address.
enum MetaFetch {
    /// Gives the number of the file as it is kept. Throws what the Graph says of an address that gives nothing.
    static func file(_ address: String, _ call: Call, _ town: Town) async throws -> StoredFile {
        let reply: LoopbackClient.Reply
        do { reply = try await LoopbackClient.send(address, most: 300 << 20) } catch {
            throw (error == .slow ? slow : unfetched(address)).refusal
        }
        guard (200...299).contains(reply.status), !reply.body.isEmpty else { throw unfetched(address).refusal }
        return town.change { world in
            let id = world.keep(reply.body, type: reply.header("content-type"), at: call.now)
            return world.files[id] ?? StoredFile(id: id, [], type: nil, at: call.now)
        }
    }

    static func unfetched(_ address: String) -> GraphError {
        GraphError(
            9004, 2_207_052, "Only photo or video can be accepted as media type.",
            title: "Media download has failed.", user: "The media could not be fetched from: \(address.prefix(300))")
    }

    private static var slow: GraphError {
        GraphError(-2, 2_207_003, "It took too long to download the media.", title: "Timeout", isTransient: true)
    }
}
