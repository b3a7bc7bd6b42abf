import Foundation
import Kernel

/// Whom we believe when a mail server shows its certificate: the system's authorities, and those of a file besides.
/// libcurl knows one list only, so that the two are handed over as one.
enum Authorities {
    /// Larger files are no list of authorities: the system's own holds a quarter of a mebibyte.
    static let most = 8 << 20

    /// PEM of both. `system` nil is where there is no such file: libcurl then looks in its folder besides.
    /// - Throws: `.unusable` when the file named in the settings cannot be read.
    static func bundle(adding extra: String, to system: String?) throws -> [UInt8] {
        guard let added = FileManager.default.contents(atPath: extra), added.count <= most else {
            throw Failure(.unusable, "file of certificate authorities \(extra): it cannot be read")
        }
        guard added.range(of: Data("-----BEGIN CERTIFICATE-----".utf8)) != nil else {
            throw Failure(.unusable, "file of certificate authorities \(extra): no certificate in PEM is in it")
        }
        let known = system.flatMap { FileManager.default.contents(atPath: $0) } ?? Data()
        return Array(known) + Array("\n".utf8) + Array(added)
    }
}
