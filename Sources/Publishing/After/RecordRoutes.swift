import Channels
import Hummingbird
import Kernel
import Networks
import Storage
import Web

/// `/posts/:id/record`: who wrote, approved, lifted, corrected and took back what, and what was said where: to be printed
/// or kept as a file.
struct RecordRoutes: Sendable {
    let desk: PublishingDesk

    func add(to pages: Pages) {
        pages.get("posts/:id/record", right: .compose) { _, context in
            let material = try await read(context)
            return try Page.render("after/record", RecordPage(material, try await years(), context), context)
        }
        pages.get("posts/:id/record.json", right: .compose) { _, context in
            let material = try await read(context)
            return KeptFile.response(
                try RecordFile(material, at: desk.clock.now()).json(), type: "application/json",
                name: "resonance-publication-\(material.post.id).json")
        }
    }

    private func read(_ context: SignedInContext) async throws -> RecordMaterial {
        let post = try await PostActions(desk: desk).find(try PostRoutes.id(context), for: context.person)
        let names = try await desk.staff.names()
        return try await desk.database.read { try RecordMaterial.read(post, names, in: $0) }
    }

    private func years() async throws -> Int { try await desk.database.read { try RecordRetention.years(in: $0) } }
}
