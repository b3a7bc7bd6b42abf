import Foundation
import Kernel

/// A mailbox, with the name to show before it.
public struct MailAddress: Sendable, Hashable {
    /// Shown by mail programs; nil or empty for none.
    public let name: String?
    /// `local@domain`, ASCII; an international domain in its ASCII form.
    public let mailbox: String

    /// Throws `Failure(.unusable)` when `mailbox` is not of the form `local@domain` with the plain characters of
    /// RFC 5322's dot-atom: quoted local parts and international ones (RFC 6531) are not accepted.
    public init(_ mailbox: String, name: String? = nil) throws {
        let refused = Failure(.unusable, "malformed mail address", words: "wire.bad_mailbox")
        let parts = mailbox.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count), mailbox.utf8.count <= 254 else { throw refused }
        let atoms = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard atoms.allSatisfy({ !$0.isEmpty && $0.unicodeScalars.allSatisfy(Self.atom.contains) }) else {
            throw refused
        }
        guard !parts[1].contains(where: { "/:[]?#%_ ".contains($0) }), let site = try? WebAddress("http://\(parts[1])/")
        else {
            throw refused
        }
        self.mailbox = "\(parts[0])@\(site.host)"
        self.name = name
    }

    public var domain: String {
        String(mailbox[mailbox.index(after: mailbox.lastIndex(of: "@") ?? mailbox.startIndex)...])
    }

    /// For a header: `"Name" <local@domain>`.
    var header: String {
        guard let name, !name.isEmpty else { return mailbox }
        return "\(HeaderText.phrase(name)) <\(mailbox)>"
    }

    private static let atom = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~".unicodeScalars)
}
