import Driver
@_spi(Fuzzing) import Feeds

/// libFuzzer calls this with one input after another.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOPML(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    let limits = FeedLimits(bytes: 1 << 20, entries: 200, fieldBytes: 64 << 10)
    guard let list = try? OPML(reading: bytes, limits: limits) else { return 0 }
    // What we write, we read back the same.
    guard let again = try? OPML(reading: Array(list.text.utf8), limits: limits) else {
        return list.lines.isEmpty ? 0 : trap()
    }
    if Set(again.lines.map(\.feed)) != Set(list.lines.map(\.feed)) { return trap() }
    return 0
}

private func trap() -> CInt { preconditionFailure("two readings differ") }

/// `main`.
@_cdecl("fuzzOPML_main")
public func begin(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    drive(count, arguments, fuzzOPML)
}
