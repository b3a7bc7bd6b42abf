import Feeds

/// How the readers turn HTML into text when nobody says otherwise: our own rich text, plain.
public enum Markup {
    public static let plain: PlainText = { RichText(html: $0).plain }
}
