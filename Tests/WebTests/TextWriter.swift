import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Synchronization

/// Text that several tasks write.
final class SharedText: Sendable {
    private let held = Mutex("")
    var text: String { held.withLock { $0 } }
    func add(_ more: String) { held.withLock { $0 += more } }
}

/// A body writer that keeps what is written, as text.
struct TextWriter: ResponseBodyWriter {
    let written: SharedText

    func write(_ buffer: ByteBuffer) async throws { written.add(String(buffer: buffer)) }
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
