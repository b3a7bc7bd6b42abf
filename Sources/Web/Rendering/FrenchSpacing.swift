/// The spaces of French typography: a sign never begins a line, a quotation mark never ends one (Lexique des règles
/// typographiques en usage à l'Imprimerie nationale, « Espacements »).
///
/// One scalar is replaced by one scalar, so that positions in the text stay true.
public enum FrenchSpacing {
    private static let narrow: Unicode.Scalar = "\u{202F}"
    private static let wide: Unicode.Scalar = "\u{00A0}"

    /// `Pourquoi ?` and `37 °C` with a narrow no-break space, `Motif :` and `« oui »` with a no-break space.
    public static func bound(_ text: String) -> String {
        var scalars = Array(text.unicodeScalars)
        bind(&scalars)
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// The same in place.
    public static func bind(_ scalars: inout [Unicode.Scalar]) {
        for index in scalars.indices where scalars[index] == " " {
            let next = index + 1 < scalars.count ? scalars[index + 1] : " "
            switch next {
            case ";", "!", "?", "%", "°": scalars[index] = narrow
            case ":", "»": scalars[index] = wide
            default: if index > 0, scalars[index - 1] == "«" { scalars[index] = wide }
            }
        }
    }
}
