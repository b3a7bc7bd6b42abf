import Kernel
import Web

/// What one network is given of an item, or why it is given nothing.
struct RenditionLine: Encodable, Sendable {
    let network: String
    let size: String
    /// The master itself.
    let isMaster: Bool
    let refusal: String?

    /// Nil for the pictures of our own pages.
    init?(_ made: Rendition, _ item: LibraryItem, _ context: SignedInContext) {
        guard let known = RenditionPurpose(made.purpose) else { return nil }
        let figures = context.figures
        network = Self.name(known, context)
        size = "\(figures.integer(made.width)) × \(figures.integer(made.height)) · \(figures.bytes(made.bytes))"
        isMaster = made.digest == item.digest
        refusal = nil
    }

    init(refused name: String, _ words: String, _ context: SignedInContext) {
        network = RenditionPurpose(name).map { Self.name($0, context) } ?? name
        (size, isMaster) = ("", false)
        refusal = context.site.words.has(words) ? context.word(words) : context.word("library.no_rendition")
    }

    private static func name(_ purpose: RenditionPurpose, _ context: SignedInContext) -> String {
        let name = context.word("listening.network_\(purpose.network.rawValue)")
        return purpose.most.map { "\(name) (≤ \(context.figures.bytes($0)))" } ?? name
    }
}
