/// Plain pages, without script.
enum HTML {
    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// With line ends as people typed them.
    static func lines(_ text: String) -> String { escaped(text).replacing("\n", with: "<br>") }

    /// Nobody takes it for the real network: the banner stands on every page.
    static func page(_ title: String, _ body: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <meta name="robots" content="noindex"><title>\(escaped(title)) – Réseau simulé</title>
        <style>
        :root { color-scheme: light dark; } body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; }
        main { max-width: 42rem; margin: 0 auto; padding: 1rem; }
        .banner { background: #7a3b00; color: #fff; padding: .75rem 1rem; text-align: center; margin: 0; }
        article { border: 1px solid #8888; border-radius: .5rem; padding: 1rem; margin: 1rem 0; }
        article article { margin: .5rem 0 0 1rem; } img, video { max-width: 100%; height: auto; }
        .small { font-size: .875rem; } .plain { list-style: none; padding: 0; }
        button { font: inherit; padding: .6rem 1.2rem; }
        </style></head><body>
        <p class="banner"><strong>Réseau simulé</strong> – rien de ce qui est ici n’est publié sur Internet.</p>
        <main>\(body)</main></body></html>
        """
    }
}
