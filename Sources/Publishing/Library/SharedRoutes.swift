import Hummingbird
import Kernel
import Web

/// `/shared/…`: files that networks fetch, each for an hour, by an address that only we can have written.
struct SharedRoutes: Sendable {
    let desk: PublishingDesk

    func add(to pages: Pages) {
        pages.machine(.get, "shared/:name") { request, context in
            let name = context.parameters.get("name") ?? ""
            let digest = try SharedFile(desk: desk).digest(
                name, until: context.query["until"], sign: context.query["sign"])
            return try await FileAnswer(
                name: .kept(digest), place: desk.files, mime: Self.mime(name), age: Int(SharedFile.life)
            )
            .response(to: request)
        }
    }

    /// What ends the address of a file of that type.
    static func ending(_ mime: String) -> String {
        let last = mime.split(separator: "/").last.map(String.init) ?? "bin"
        return last == "quicktime" ? "mov" : last
    }

    /// The ending is ours, and under the signature's address alone: it says how the file is read, never what it is.
    static func mime(_ name: String) -> String {
        switch name.split(separator: ".").last ?? "" {
        case "jpg", "jpeg": "image/jpeg"
        case "png": "image/png"
        case "gif": "image/gif"
        case "webp": "image/webp"
        case "mp4": "video/mp4"
        case "mov": "video/quicktime"
        case "webm": "video/webm"
        case "vtt": "text/vtt; charset=utf-8"
        default: "application/octet-stream"
        }
    }
}
