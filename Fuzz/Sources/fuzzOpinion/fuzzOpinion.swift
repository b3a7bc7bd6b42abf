import CAssets
import Driver
import Kernel
import Opinion

private let model = shipped().flatMap { try? OpinionModel(embedded: $0) }

private func shipped() -> UnsafeRawBufferPointer? {
    var index = 0
    while let asset = resonance_asset_at(index)?.pointee {
        if String(cString: asset.path) == "opinion/model.bin" {
            return UnsafeRawBufferPointer(start: asset.bytes, count: asset.size)
        }
        index += 1
    }
    return nil
}

/// libFuzzer calls this with one input after another: a text, or after a zero byte a model file.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOpinion(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    guard let model else { return trap() }
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    if bytes.first == 0 {
        _ = try? OpinionModel(bytes: Array(bytes.dropFirst())).judge("Accueil charmant, mais trois heures d'attente")
        return 0
    }
    let text = String(decoding: bytes, as: UTF8.self)
    let judged = model.judge(text)
    if !sound(judged, length: text.unicodeScalars.count) || judged != model.judge([text, "x"])[0] { return trap() }
    // A person says the contrary: the machine follows, and what it says stays sound.
    let lesson = Lesson(source: 1, text: text, polarity: .mixed, themes: [.meals])
    guard let taught = try? model.taught([lesson, lesson]) else { return trap() }
    if !sound(taught.judge(text), length: text.unicodeScalars.count) { return trap() }
    return 0
}

private func sound(_ judged: Judgement, length: Int) -> Bool {
    (0...1).contains(judged.confidence) && (-1...1).contains(judged.score)
        && judged.themes.allSatisfy { (0...1).contains($0.score) }
        && judged.reasons.allSatisfy { $0.start >= 0 && $0.start <= $0.end && $0.end <= length }
}

private func trap() -> CInt { preconditionFailure("a judgement is wrong") }

/// `main`.
@_cdecl("fuzzOpinion_main")
public func begin(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    drive(count, arguments, fuzzOpinion)
}
