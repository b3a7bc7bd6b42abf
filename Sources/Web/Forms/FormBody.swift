import Hummingbird
import HTTPTypes
import Kernel

/// Reads the body of an urlencoded form, whole, within a size and a time.
enum FormBody {
    /// A form that takes longer to arrive comes from a client that holds us by the sleeve.
    static let patience = Duration.seconds(30)

    static func read(_ request: Request, limit: Int) async throws -> Query {
        let type = request.headers[.contentType]?.split(separator: ";").first ?? ""
        guard type.lowercased() == "application/x-www-form-urlencoded" || request.headers[.contentLength] == "0" else {
            throw Failure(.unusable, "the form is not urlencoded")
        }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw Failure(.tooLarge, "form of \(length) bytes")
        }
        let body = request.body
        let text = try await withThrowingTaskGroup(of: String?.self) { group in
            group.addTask { String(buffer: try await body.collect(upTo: limit)) }
            group.addTask {
                try await Task.sleep(for: patience)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        guard let text else { throw Failure(.unusable, "the form took too long to arrive") }
        return Query(text)
    }
}
