import Driver
@_spi(Fuzzing) import Feeds

/// libFuzzer calls this with one input after another.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDate(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    _ = FeedDate.parse(String(decoding: bytes, as: UTF8.self))
    return 0
}

/// `main`.
@_cdecl("fuzzDate_main")
public func begin(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    drive(count, arguments, fuzzDate)
}
