import Foundation
import Hummingbird
import HTTPTypes
import Kernel

/// A form with files. Files were written to disk as they arrived; memory never held more than a piece of them.
public struct Upload: Sendable {
    public struct File: Sendable {
        /// The form field's name.
        public let field: String
        /// The name that the visitor's computer gives it: words, never a path.
        public let name: String
        /// Where it lies until the handler returns, or takes it away.
        public let path: String
        /// Bytes.
        public let size: Int64
    }

    public let fields: Query
    public let files: [File]

    /// The first file of that field; nil when none was chosen.
    public func file(_ field: String) -> File? {
        files.first { $0.field == field && ($0.size > 0 || !$0.name.isEmpty) }
    }

    /// Removes what the handler did not move away.
    func discard() { for file in files { unlink(file.path) } }

    /// Reads the body to its end. Throws `tooLarge` beyond `limit` bytes of files; whatever was written is removed.
    static func receive(_ request: Request, limit: Int64, _ page: PageContext) async throws -> Upload {
        guard let type = request.headers[.contentType] else { throw Failure(.unusable, "no content type") }
        if let length = request.headers[.contentLength].flatMap({ Int64($0) }), length > limit + 65_536 {
            throw Failure(.tooLarge, "upload of \(length) bytes")
        }
        var reader = try MultipartReader(contentType: type)
        var receiver = UploadReceiver(request: request, limit: limit, settings: page.site.settings)
        do {
            for try await piece in request.body where !reader.isFinished {
                try reader.feed(piece.readableBytesView) { try receiver.take($0) }
            }
            guard reader.isFinished else {
                throw Failure(.unusable, "the upload was cut short", words: "web.failure_cut")
            }
            return try receiver.finish()
        } catch {
            receiver.abandon()
            throw error
        }
    }
}

/// Puts the parts of one upload where they belong.
struct UploadReceiver {
    let request: Request
    let limit: Int64
    let settings: WebSettings
    private var fields: [(name: String, value: String)] = []
    private var files: [Upload.File] = []
    private var name = ""
    private var text: [UInt8] = []
    private var open: (handle: FileHandle, path: String, file: String)?
    private var size: Int64 = 0
    private var total: Int64 = 0
    private var trusted = false

    init(request: Request, limit: Int64, settings: WebSettings) {
        self.request = request
        self.limit = limit
        self.settings = settings
    }

    mutating func take(_ event: MultipartReader.Event) throws {
        switch event {
        case .part(let name, let file): try begin(name, file)
        case .bytes(let bytes): try write(bytes)
        case .end: try end()
        }
    }

    /// The token comes before the first file, so that nothing of a forged upload reaches the disk.
    private mutating func begin(_ name: String, _ file: String?) throws {
        self.name = name
        text = []
        size = 0
        guard let file else { return }
        try checkToken()
        let path = settings.temporaryFolder + "/resonance-" + UUID().uuidString
        let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(.broken, "no upload can be written in the temporary folder") }
        let safe = file.split { $0 == "/" || $0 == "\\" }.last.map { String($0.prefix(255)) } ?? ""
        open = (FileHandle(fileDescriptor: descriptor, closeOnDealloc: true), path, safe)
    }

    private mutating func checkToken() throws {
        if trusted { return }
        let token = fields.first { $0.name == ForgeryGuard.field }?.value ?? request.headers[.forgeryToken]
        try ForgeryGuard.checkToken(token, request, settings)
        trusted = true
    }

    private mutating func write(_ bytes: [UInt8]) throws {
        size += Int64(bytes.count)
        total += Int64(bytes.count)
        if let open {
            if total > limit { throw Failure(.tooLarge, "upload above \(limit) bytes") }
            try open.handle.write(contentsOf: bytes)
        } else {
            text += bytes
            if total > limit || text.count > settings.formLimit { throw Failure(.tooLarge, "form field too long") }
        }
    }

    private mutating func end() throws {
        if let open {
            try open.handle.close()
            files.append(Upload.File(field: name, name: open.file, path: open.path, size: size))
            self.open = nil
        } else {
            fields.append((name, Query.clean(String(decoding: text, as: UTF8.self))))
        }
    }

    mutating func finish() throws -> Upload {
        try checkToken()
        return Upload(fields: Query(fields: fields), files: files)
    }

    mutating func abandon() {
        if let open { unlink(open.path) }
        for file in files { unlink(file.path) }
        open = nil
        files = []
    }
}
