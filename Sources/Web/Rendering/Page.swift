public import Hummingbird
import HTTPTypes
import Kernel
import NIOCore

// How a page is written.
//
// **Templates** are `Sources/CAssets/assets/<domain>/<name>.mustache`, named `<domain>/<name>`. A page extends the
// layout:
//
//     {{<web/layout}}
//     {{$title}}{{t.today_title}}{{/title}}
//     {{$content}}<h1>{{t.today_title}}</h1> {{#items}}<p>{{text}}</p>{{/items}}{{/content}}
//     {{/web/layout}}
//
// and is drawn by `Page.render("listening/today", value, context)`, where `value` is any `Encodable` struct of strings,
// numbers, booleans, optionals, arrays and structs: its stored fields are the template's names. `{{x}}` is always
// escaped; markup made by our own code is a `SafeHTML` and is not. Raw tags (`{{{x}}}`, `{{&x}}`) and names of templates
// and words that do not exist are refused at start. Indentation is dropped. Numbers and dates are made readable by the
// handler: `context.figures`. `docs/decisions/templates.md` tells how it is drawn.
//
// **Tags**: `{{x}}`, `{{x.y}}`, `{{.}}`; `{{#x}}…{{/x}}` when x is there, for each when it is a list, with its fields;
// `{{^x}}…{{/x}}` when it is not, or is an empty list; `{{#empty(list)}}`, `{{^empty(list)}}` around a whole list;
// `{{>web/part}}`; `{{<web/layout}}{{$block}}…{{/block}}{{/web/layout}}`.
//
// **Words** are `{{t.key}}`, found in the domain's `words.json`, then as `domain.key`, then in `web`. They are written
// in when the binary starts, escaped, and may hold `{{variables}}` of the page: `{{t.hello}}` = "Bonjour {{name}}".
// In Swift: `context.word("listening.hello", ["name": …])`, `context.count("listening.mentions", 12)`.
//
// **Shared parts**: `{{>web/field}}` (a `FormField`), `{{>web/errors}}` (the summary above a form), `{{>web/reproach}}`
// (what is wrong, in one sentence), `{{>web/csrf}}` (in every form that posts), `{{>web/pagination}}` (a `Pagination`),
// `{{>web/empty}}` (an `EmptyState`), `{{>web/crumbs}}`. `{{shell.…}}` is the layout's own: `shell.person.name`,
// `shell.csrf`, `shell.assets`, …
//
// **Saying that it is done**: `Page.redirect("/people", saying: "people.said_invited")`; the word's key begins with
// `said_`, and is shown once at the top of the next page.

/// Makes answers out of templates and values.
public enum Page {
    /// The page `template` with its layout. Throws `Failure(.broken)` when the template does not exist.
    public static func render(
        _ template: String, _ value: some Encodable, _ context: some Viewing, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let buffer = ByteBuffer(string: try text(template, value, context))
        let headers: HTTPFields = [.contentType: "text/html; charset=utf-8"]
        return Response(status: status, headers: headers, body: .init(byteBuffer: buffer))
    }

    /// The template alone, as text: a fragment for a live update, an e-mail.
    public static func text(_ template: String, _ value: some Encodable, _ context: some Viewing) throws -> String {
        let fields = try PageEncoder.fields(value)
        fields.table["shell"] = try PageEncoder.fields(Shell(context))
        return try context.site.templates.render(template, fields, context.tongue)
    }

    /// The notices above a page that is open, as its live event replaces them.
    public static func notices(_ notices: [Notice], _ context: SignedInContext) throws -> String {
        var page = context.page
        page.notices = notices
        return try text("web/notices", [String: String](), page)
    }

    /// Another page, to be fetched with GET (303). `saying` is a word whose key begins with `said_`.
    public static func redirect(_ path: String, saying word: String? = nil) -> Response {
        var location = path
        if let word { location += (path.contains("?") ? "&" : "?") + "said=" + Query.encode(word) }
        return Response(status: .seeOther, headers: [.location: location])
    }

    /// `path` when it is one of ours, else the front page: what came in a `next` field must not lead elsewhere.
    public static func safe(next path: String?) -> String {
        guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), !path.contains("\\"),
            path.utf8.allSatisfy({ $0 > 32 && $0 < 127 })
        else { return "/" }
        return path
    }
}
