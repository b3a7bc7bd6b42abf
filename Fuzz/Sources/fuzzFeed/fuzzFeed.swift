@_spi(Fuzzing) import Feeds

/// libFuzzer calls this with one input after another.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFeed(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    let limits = FeedLimits(bytes: 1 << 20, entries: 200, fieldBytes: 64 << 10)
    if let feed = try? FeedParser.parse(bytes, contentType: nil, location: "https://f.example/", limits: limits) {
        for entry in feed.entries { _ = entry.text }
    }
    _ = FeedparserShape.json(bytes, limits: limits)
    return 0
}

@_silgen_name("LLVMFuzzerRunDriver")
private func drive(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// SwiftPM gives every executable's `main` this name; libFuzzer's own gives way to it.
@_cdecl("fuzzFeed_main")
public func begin(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    var count = count
    var arguments = arguments
    return drive(&count, &arguments, fuzzFeed)
}
