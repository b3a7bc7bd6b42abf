import Driver
import Archives
import Kernel

/// libFuzzer calls this with one input after another: the first byte chooses the format, or leaves it to be found; the
/// rest is the file. A `Failure` or a refusal is what should happen. Going on from a checkpoint must give the same records.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzArchive(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    guard let choice = bytes.first else { return 0 }
    let file = Array(bytes.dropFirst())
    _ = TablePreview(head: file)
    let formats: [ArchiveFormat?] = [nil] + ArchiveFormat.allCases
    let format = formats[Int(choice) % formats.count]
    guard let whole = read(file, format, from: nil, stop: 2), whole.failed == false else { return 0 }
    guard let checkpoint = whole.checkpoint else { return 0 }
    let rest = read(file, whole.format, from: checkpoint, stop: -1)
    precondition(rest?.records == Array(whole.records.dropFirst(2)), "going on gives other records")
    return 0
}

struct Outcome {
    var format: ArchiveFormat
    var records: [ArchiveRecord] = []
    var checkpoint: Checkpoint?
    var failed = false
}

/// Reads a file to its end; keeps the checkpoint after `stop` records. Nil when it does not open.
func read(_ file: [UInt8], _ format: ArchiveFormat?, from checkpoint: Checkpoint?, stop: Int) -> Outcome? {
    let limits = ArchiveLimits(element: 64 << 10, unpacked: 8 << 20, ratioFloor: 1 << 20, members: 200)
    let clock = Clock.fixed(Instant(microseconds: 1_735_689_600_000_000))
    guard
        var reader = try? ArchiveReader(
            .bytes(file, name: "export"), format: format, from: checkpoint, limits: limits, clock: clock,
            plainText: { $0 })
    else { return nil }
    var outcome = Outcome(format: reader.format)
    do {
        while let record = try reader.next() {
            if record != .progress { outcome.records.append(record) }
            if outcome.records.count == stop && outcome.checkpoint == nil { outcome.checkpoint = reader.checkpoint }
        }
    } catch {
        precondition(error is Failure, "not a Failure")
        outcome.failed = true
    }
    return outcome
}

/// `main`.
@_cdecl("fuzzArchive_main")
public func begin(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    drive(count, arguments, fuzzArchive)
}
