import Driver
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

/// `main`.
@_cdecl("fuzzFeed_main")
public func begin(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    drive(count, arguments, fuzzFeed)
}
