import Deontology
import Foundation
import Kernel
import Wire

/// A file's public address: Instagram and Threads fetch what they publish
/// (https://developers.facebook.com/documentation/instagram-platform/content-publishing).
enum MetaMedia {
    /// Throws `.unusable` (words `networks.no_public_address`) where there is no address, or one that nobody outside
    /// can reach. Behind a network that is itself simulated, `http` and near addresses will do.
    static func address(_ attachment: Attachment, for base: String) throws -> MutationValue {
        guard let text = attachment.pulledFrom, !text.isEmpty, let mark = MutationValue.marked(text),
            let address = try? WebAddress(text)
        else { throw refused("no address at which the network can fetch the file") }
        guard base.hasPrefix("https://") else { return mark }
        guard address.scheme == .https else { throw refused("the network fetches by https only") }
        let isNear = address.host == "localhost" || !address.host.contains(where: { $0 == "." || $0 == ":" })
        let endings = [".localhost", ".local", ".internal", ".lan", ".home", ".arpa", ".test", ".invalid"]
        if isNear || endings.contains(where: address.host.hasSuffix) || IPAddress(address.host)?.obstacle != nil {
            throw refused("\(address.host) cannot be reached from outside")
        }
        return mark
    }

    private static func refused(_ why: String) -> Failure {
        Failure(.unusable, why, words: "networks.no_public_address")
    }

    /// Throws what is said of a publication with more files than one may hold, or of kinds that it does not take.
    static func check(_ attachments: [Attachment], most: Int, on network: String) throws {
        guard attachments.count <= most else {
            let cause = "\(attachments.count) files, where \(network) takes \(most)"
            throw Failure(.unusable, cause, words: "networks.too_many_files")
        }
        for attachment in attachments where ![.image, .video].contains(attachment.file.content.kind) {
            throw Failure(
                .unusable, "\(network) takes no \(attachment.file.content.kind.rawValue)",
                words: "networks.media_refused")
        }
    }
}
