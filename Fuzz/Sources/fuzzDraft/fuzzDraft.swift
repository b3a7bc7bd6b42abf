import Driver
import Deontology
import Foundation

/// The house's checker, wordings alone, out of the checkout.
private let checker: Checker? = try? House.checker()

private enum House {
    static let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

    static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: sources.appending(path: path))) }

    static func text(_ name: String) throws -> String {
        String(decoding: try bytes("Deontology/Rules/\(name).txt"), as: UTF8.self)
    }

    static func checker() throws -> Checker {
        let files = ["secrecy", "dignity", "advertising", "science", "products", "image"]
        return Checker(
            rules: try RuleBook(files.map { ($0, try bytes("Deontology/Rules/\($0).json")) }),
            cues: try CueList(text("cues") + "\n[medicine]\n" + text("medicines")),
            model: try DeontologyModel(bytes: bytes("CAssets/assets/deontology/model.bin")), encoder: nil)
    }
}

/// libFuzzer calls this with one input after another: the first byte says what the rest is.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDraft(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    guard let mode = bytes.first else { return 0 }
    let rest = Array(bytes.dropFirst())
    switch mode % 8 {
    case 0: _ = try? DeontologyModel(bytes: rest)
    case 1: _ = try? RuleBook([("own.json", rest)])
    case 2: _ = try? CueList(String(decoding: rest, as: UTF8.self))
    default: check(String(decoding: rest, as: UTF8.self), mode)
    }
    return 0
}

/// Each place lies in the text, in Unicode scalars, and is what the finding quotes.
private func check(_ text: String, _ mode: UInt8) {
    guard let checker else { preconditionFailure("the rules or the model cannot be read") }
    let halves = text.split(separator: "\u{1E}", maxSplits: 1).map(String.init)
    let draft = Draft(
        halves.first ?? "", kind: halves.count > 1 ? .reply : .post,
        author: Author.allCases[Int(mode / 8) % Author.allCases.count],
        inReplyTo: halves.count > 1 ? halves[1] : nil)
    let scalars = Array(draft.text.unicodeScalars)
    let findings = checker.findings(draft)
    for finding in findings {
        precondition(finding.span.lowerBound >= 0 && finding.span.upperBound <= scalars.count, "outside the text")
        let quoted = String(String.UnicodeScalarView(scalars[finding.span].prefix(280)))
        precondition(quoted == finding.excerpt, "another place than the one quoted")
    }
    if let better = checker.rewrite(draft, findings) { precondition(!better.isEmpty, "an empty rewrite") }
}

/// `main`.
@_cdecl("fuzzDraft_main")
public func begin(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    drive(count, arguments, fuzzDraft)
}
