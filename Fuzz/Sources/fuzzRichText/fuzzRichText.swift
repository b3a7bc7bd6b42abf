import Driver
@_spi(Fuzzing) import Feeds

/// libFuzzer calls this with one input after another.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRichText(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    let limits = FeedLimits(bytes: 1 << 20, entries: 200, fieldBytes: 64 << 10)
    let text = RichText(html: String(decoding: bytes, as: UTF8.self), base: "https://f.example/", limits: limits)
    // Our own HTML reads back as the same text, and simple markup reads the same by either road.
    if RichText(html: text.html, limits: limits) != text { return trap() }
    if !RichText.roadsAgree(String(decoding: bytes, as: UTF8.self), limits: limits) { return trap() }
    return 0
}

private func trap() -> CInt { preconditionFailure("two readings differ") }

/// `main`.
@_cdecl("fuzzRichText_main")
public func begin(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    drive(count, arguments, fuzzRichText)
}
