import Driver
import Privacy

private let reader = try? PrivacyReader()

/// libFuzzer calls this with one input after another.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPrivacy(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    guard let reader else { return trap() }
    let text = String(decoding: UnsafeBufferPointer(start: data, count: size), as: UTF8.self)
    let scalars = Array(text.unicodeScalars)
    let reading = reader.read(text)
    // Clues stand in order, apart from each other, and are what the text holds where they say.
    var last = 0
    for clue in reading.clues {
        if clue.range.lowerBound < last || clue.range.upperBound > scalars.count { return trap() }
        if Array(clue.text.unicodeScalars) != Array(scalars[clue.range]) { return trap() }
        last = clue.range.upperBound
    }
    // What stands between them comes out as it was, whatever takes their place.
    for mode in Deidentifier.Mode.allCases {
        let clean = Array(
            Deidentifier(reader, mode: mode, secret: 1).removing(reading.clues, from: text).unicodeScalars)
        if !clean.starts(with: scalars[..<(reading.clues.first?.range.lowerBound ?? scalars.count)]) { return trap() }
        if !clean.reversed().starts(with: scalars[last...].reversed()) { return trap() }
    }
    return 0
}

private func trap() -> CInt { preconditionFailure("a reading is wrong") }

/// `main`.
@_cdecl("fuzzPrivacy_main")
public func begin(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    drive(count, arguments, fuzzPrivacy)
}
