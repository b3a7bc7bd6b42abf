import Kernel
import Storage

/// What people said of a post among themselves.
struct Remark: Sendable, Equatable {
    let person: Int64?
    let outsider: String?
    let text: String
    /// Whether readers from outside see it.
    let isShared: Bool
    let at: Instant

    static func all(_ post: Int64, in connection: any Connection) throws -> [Remark] {
        try connection.query("SELECT * FROM post_remark WHERE post = $1 ORDER BY at, id LIMIT 500", [post]).map {
            Remark(
                person: try $0.optionalInt64("person"), outsider: try $0.optionalText("outsider"),
                text: try $0.text("text"), isShared: try $0.bool("shared"), at: try $0.instant("at"))
        }
    }
}
