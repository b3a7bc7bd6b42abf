public import Foundation
public import Kernel

/// One entry of the navigation. The binary gives them, in order.
public struct NavigationItem: Sendable {
    /// Stable key, also the key of its badge.
    public let key: String
    /// Path, starting with `/`.
    public let path: String
    /// Word, `domain.key`.
    public let label: String
    /// Name of a symbol of `web/icons.svg`.
    public let icon: String
    public let right: Right
    /// Whether it stands in the bottom bar of a telephone, which has room for four.
    public let main: Bool
    /// The heading it stands under, a word `domain.key`; entries of one heading follow one another.
    public private(set) var group: String?

    public init(_ key: String, path: String, label: String, icon: String, right: Right, main: Bool = false) {
        self.key = key
        self.path = path
        self.label = label
        self.icon = icon
        self.right = right
        self.main = main
    }

    /// The same, under a heading.
    public func under(_ group: String) -> NavigationItem {
        var item = self
        item.group = group
        return item
    }
}

/// What all pages share. Made once by the binary; a value of values.
public struct Site: Sendable {
    public let settings: WebSettings
    public let words: Words
    public let navigation: [NavigationItem]
    public let clock: Clock
    public let zone: TimeZone
    public let routes: RouteRegistry
    let assets: Assets
    let templates: Templates
    let gate: Gate

    /// Reads the embedded words and templates. Throws when one is broken, or names a word that does not exist.
    public init(
        settings: WebSettings = WebSettings(), gate: Gate, navigation: [NavigationItem] = [], clock: Clock = .system
    ) throws {
        self.settings = settings
        self.gate = gate
        self.navigation = navigation
        self.clock = clock
        guard let zone = TimeZone(identifier: settings.timeZone) else {
            throw Failure(.unusable, "no time zone is called \(settings.timeZone)")
        }
        self.zone = zone
        routes = RouteRegistry()
        assets = Assets.embedded()
        words = try Words(assets)
        templates = try Templates(assets, words)
    }

    /// The address of an embedded file, such as `web/site.css`.
    public func asset(_ path: String) -> String { "/assets/\(assets.fingerprint)/\(path)" }
}
