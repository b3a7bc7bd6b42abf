import Foundation
import Kernel

/// A file of weights, mapped into memory: pages are read when they are used, and shared by the processes that use them.
///
/// Little-endian. A head of sixteen bytes (`RESENC01`, number of sections), then for each section its name (24 bytes,
/// padded with zeros), offset and length (8 bytes each); then the sections, each at a multiple of 64 bytes.
final class EncoderFile: @unchecked Sendable {
    // The mapping is read-only and lives as long as this object.
    private let base: UnsafeRawPointer
    private let length: Int
    private var sections: [String: Range<Int>] = [:]

    static let magic = Array("RESENC01".utf8)
    private static let head = 16
    private static let line = 40

    /// Maps the file at `path`. Throws `.notFound` when there is none, `.unusable` when it is not a file of weights.
    init(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let cause = "\(path): \(String(cString: strerror(errno)))"
            throw Failure(errno == ENOENT ? .notFound : .unavailable, cause)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size > Self.head else { throw Self.broken(path, "too short") }
        length = Int(status.st_size)
        guard let mapped = mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, 0), mapped != MAP_FAILED else {
            throw Failure(.unavailable, "\(path): \(String(cString: strerror(errno)))")
        }
        base = UnsafeRawPointer(mapped)
        do { sections = try Self.sections(base, length, path) } catch {
            munmap(mapped, length)
            throw error
        }
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: base), length) }

    private static func sections(
        _ base: UnsafeRawPointer, _ length: Int, _ path: String
    ) throws -> [String: Range<Int>] {
        guard (0..<8).allSatisfy({ base.load(fromByteOffset: $0, as: UInt8.self) == magic[$0] }) else {
            throw broken(path, "not a file of encoder weights")
        }
        let count = Int(base.loadUnaligned(fromByteOffset: 8, as: UInt64.self).littleEndian)
        guard count > 0, count < 256, head + count * line <= length else { throw broken(path, "bad head") }
        var found: [String: Range<Int>] = [:]
        for index in 0..<count {
            let at = head + index * line
            let bytes = (0..<24).map { base.load(fromByteOffset: at + $0, as: UInt8.self) }.prefix { $0 != 0 }
            let from = base.loadUnaligned(fromByteOffset: at + 24, as: UInt64.self).littleEndian
            let size = base.loadUnaligned(fromByteOffset: at + 32, as: UInt64.self).littleEndian
            guard from % 64 == 0, from <= UInt64(length), size <= UInt64(length) - from else {
                throw broken(path, "a section lies outside the file")
            }
            found[String(decoding: bytes, as: UTF8.self)] = Int(from)..<Int(from + size)
        }
        return found
    }

    private static func broken(_ path: String, _ why: String) -> Failure { Failure(.unusable, "\(path): \(why)") }

    /// The section `name`, which must hold exactly `count` values when that is given.
    func table<T: BitwiseCopyable>(_ name: String, of type: T.Type, count: Int? = nil) throws -> UnsafeBufferPointer<T>
    {
        guard let range = sections[name] else { throw Failure(.unusable, "encoder weights: no section \(name)") }
        let found = range.count / MemoryLayout<T>.stride
        guard range.count % MemoryLayout<T>.stride == 0, count == nil || count == found else {
            throw Failure(.unusable, "encoder weights: section \(name) has the wrong size")
        }
        return UnsafeBufferPointer(
            start: (base + range.lowerBound).bindMemory(to: T.self, capacity: found), count: found)
    }
}

extension EncoderFile {
    /// The bytes of a file with these sections.
    static func bytes(of sections: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        func padded(_ count: Int) -> Int { (count + 63) / 64 * 64 }
        var at = padded(head + sections.count * line)
        var out = magic
        out.reserveCapacity(sections.reduce(at) { $0 + padded($1.bytes.count) })
        withUnsafeBytes(of: UInt64(sections.count).littleEndian) { out += $0 }
        for section in sections {
            out += Array(section.name.utf8.prefix(24))
            out += [UInt8](repeating: 0, count: 24 - min(24, section.name.utf8.count))
            withUnsafeBytes(of: UInt64(at).littleEndian) { out += $0 }
            withUnsafeBytes(of: UInt64(section.bytes.count).littleEndian) { out += $0 }
            at += padded(section.bytes.count)
        }
        for section in sections {
            out += [UInt8](repeating: 0, count: padded(out.count) - out.count)
            out += section.bytes
        }
        return out
    }
}
