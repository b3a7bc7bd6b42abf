import Kernel
import Paper
import Web

/// What is printed for one service: posters and cards that lead to its form of reviews, in French and in English.
struct Poster: Sendable {
    enum Form: String, Sendable, CaseIterable {
        case a4 = "poster-a4"
        case a5 = "poster-a5"
        case cards
    }

    let organisation: String
    /// Nil for the whole house.
    let ward: Ward?
    /// `https://resonance.chu.example/avis/s/CODE`.
    let link: String
    let date: Instant
    let words: Words

    /// As it is typed by hand.
    var typed: String { link.replacing("https://", with: "").replacing("http://", with: "") }

    func pdf(_ form: Form) throws -> [UInt8] {
        let code = try QRMatrix(link)
        let cards = form == .cards
        return try Paper.pdf(
            Sheet(
                form == .a5 ? .a5 : .a4, margin: form == .a5 ? 11 : 16, tongue: .french,
                title: french("poster_title") + " · " + place, author: organisation, subject: link, date: date,
                numbered: false, onePage: !cards, blocks: cards ? [.cards(sheet(code))] : blocks(code, form)))
    }

    private var place: String { ward?.name ?? organisation }

    private func blocks(_ code: QRMatrix, _ form: Form) -> [Block] {
        let factor = form == .a5 ? 0.68 : 1
        func middle(_ size: Double, bold: Bool = false, _ ink: Ink = .black) -> TextStyle {
            TextStyle(size * factor, bold: bold, side: .middle, ink: ink)
        }
        let above = ward.map { "\(organisation) · \($0.name)" } ?? organisation
        return [
            .banner(french("poster_title"), above: above), .spacer(9 * factor),
            .paragraph(french("poster_lead"), middle(26, bold: true)),
            .paragraph(french("poster_how"), middle(16)), .spacer(5 * factor),
            .code(code, width: 104 * factor, label: french("poster_code", ["link": typed])),
            .paragraph(typed, middle(17, bold: true, .accent)), .spacer(7 * factor),
            .paragraph(french("poster_promise"), middle(16)), .spacer(3 * factor), .rule, .spacer(3 * factor),
            .paragraph(words("protection.poster_english", .english), middle(16)), .spacer(6 * factor),
            .paragraph(french("poster_urgent"), middle(11, .grey)),
        ]
    }

    private func sheet(_ code: QRMatrix) -> Cards {
        let card = Cards.Card(
            title: french("poster_title"),
            text: "\(place)\n\(french("card_text"))\n\(words("protection.card_english", .english))", note: typed,
            code: code, codeLabel: french("poster_code", ["link": typed]))
        return Cards(Array(repeating: card, count: 10))
    }

    private func french(_ key: String, _ values: [String: String] = [:]) -> String {
        words("protection.\(key)", .french, values)
    }
}
