import Kernel

/// What the gazetteer knows of one folded word. Classes are logarithmic frequencies, 0 when unknown.
struct Entry: Equatable {
    var raw: UInt16 = 0

    /// How many people bear it as a family name, 0…7.
    var surname: Int { Int(raw & 7) }
    /// How many people bear it as a first name, 0…7.
    var firstName: Int { Int(raw >> 3 & 7) }
    /// How often it is written in lower case in everyday French, 0…7.
    var common: Int { Int(raw >> 6 & 7) }
    var feminine: Bool { raw & 1 << 9 != 0 }
    var masculine: Bool { raw & 1 << 10 != 0 }
    /// The whole name of a commune, or its first word when the name has several.
    var commune: Bool { raw & 1 << 11 != 0 }
    var communePart: Bool { raw & 1 << 12 != 0 }
    /// A word of the names of hospitals.
    var hospital: Bool { raw & 1 << 13 != 0 }

    init(raw: UInt16 = 0) { self.raw = raw }

    static func level(_ count: Int, _ steps: [Int]) -> UInt16 { UInt16(steps.filter { count >= $0 }.count) }
}

/// Names, communes and everyday words in one compact table: 65,536 buckets by the first sixteen bits of a word's hash,
/// then the next sixteen bits to tell the words of a bucket apart (a stranger passes for a word once in 9,000).
struct Gazetteer: Sendable {
    private let offsets: [UInt32]
    private let prints: [UInt16]
    private let entries: [UInt16]

    static let magic = Array("RGAZ0001".utf8)

    var count: Int { prints.count }

    init(_ bytes: UnsafeRawBufferPointer) throws {
        let head = Self.magic.count
        guard bytes.count >= head + 4 + 65_537 * 4, bytes.prefix(head).elementsEqual(Self.magic) else {
            throw Failure(.broken, "the gazetteer is not one")
        }
        let count = Int(bytes.loadUnaligned(fromByteOffset: head, as: UInt32.self))
        guard bytes.count == head + 4 + 65_537 * 4 + count * 4 else { throw Failure(.broken, "the gazetteer is cut") }
        offsets = Self.read(bytes, head + 4, 65_537)
        prints = Self.read(bytes, head + 4 + 65_537 * 4, count)
        entries = Self.read(bytes, head + 4 + 65_537 * 4 + count * 2, count)
        guard offsets.last == UInt32(count), zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 }) else {
            throw Failure(.broken, "the gazetteer's index is wrong")
        }
    }

    /// - Parameter words: folded words with what is known of them.
    static func compiled(_ words: [UInt64: UInt16]) -> [UInt8] {
        let sorted = words.sorted { $0.key < $1.key }
        var offsets = [UInt32](repeating: 0, count: 65_537)
        for (hash, _) in sorted { offsets[Int(hash >> 48) + 1] += 1 }
        for index in 1..<offsets.count { offsets[index] += offsets[index - 1] }
        var bytes = magic
        func append(_ value: some FixedWidthInteger) { withUnsafeBytes(of: value.littleEndian) { bytes += $0 } }
        append(UInt32(sorted.count))
        offsets.forEach { append($0) }
        sorted.forEach { append(UInt16(truncatingIfNeeded: $0.key >> 32)) }
        sorted.forEach { append($0.value) }
        return bytes
    }

    @inline(__always)
    func entry(_ hash: UInt64) -> Entry {
        let bucket = Int(hash >> 48)
        let print = UInt16(truncatingIfNeeded: hash >> 32)
        var index = Int(offsets[bucket])
        let end = Int(offsets[bucket + 1])
        while index < end {
            if prints[index] == print { return Entry(raw: entries[index]) }
            index += 1
        }
        return Entry()
    }

    private static func read<T: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, _ at: Int, _ count: Int) -> [T] {
        [T](unsafeUninitializedCapacity: count) { buffer, filled in
            let part = UnsafeRawBufferPointer(rebasing: bytes[at..<at + count * MemoryLayout<T>.size])
            UnsafeMutableRawBufferPointer(buffer).copyMemory(from: part)
            filled = count
        }
    }
}
