import Foundation
import Hummingbird
import Kernel
import Web

/// Skeletons to begin a post with. What is to be filled in stands between brackets, and no post leaves with one of these.
struct PostTemplate: Sendable, Codable, Equatable, Identifiable {
    let id: String
    let title: String
    /// For whom, and when it serves.
    let use: String
    let kind: Post.Kind
    let audience: Post.Audience
    let text: String
    let page: OwnPage?

    /// Those that ship with the binary.
    /// - Throws: `.broken` when the file cannot be read.
    static func parse(_ bytes: [UInt8]) throws -> [PostTemplate] {
        do { return try JSONDecoder().decode([PostTemplate].self, from: Data(bytes)) } catch {
            throw Failure(.broken, "publishing/templates.json cannot be read: \(error)")
        }
    }

    var content: PostContent {
        var content = PostContent(title: title, kind: kind, audience: audience, text: text)
        content.page = page
        return content
    }
}

/// `/posts/templates`: what a post may begin with.
struct PostTemplateRoutes: Sendable {
    let desk: PublishingDesk

    func add(to pages: Pages) {
        pages.get("posts/templates", right: .compose) { _, context in
            let value = List(
                crumbs: [Crumb("/posts", context.word("publishing.posts"))],
                templates: desk.templates.map {
                    Line(
                        path: "/posts/new?template=\($0.id)", title: $0.title, use: $0.use,
                        kind: context.word("publishing.kind_\($0.kind.rawValue)"),
                        audience: context.word("publishing.audience_\($0.audience.rawValue)"), hasPage: $0.page != nil)
                })
            return try Page.render("publishing/templates", value, context)
        }
    }

    private struct List: Encodable, Sendable {
        let crumbs: [Crumb]
        let templates: [Line]
    }

    private struct Line: Encodable, Sendable {
        let path: String
        let title: String
        let use: String
        let kind: String
        let audience: String
        let hasPage: Bool
    }
}
