import Kernel
import Privacy
import TestKit
import Testing

@testable import Dialogue

@Suite struct ReviewMaskTests {
    static let secrets: [(text: String, secrets: [String])] = [
        ("Le Dr Martin a été odieux avec moi.", ["Martin"]),
        ("L'infirmière Sophie m'a ignorée toute la nuit.", ["Sophie"]),
        ("Merci à Sophie et Karim pour leur gentillesse.", ["Sophie", "Karim"]),
        ("Appelez-moi au 06 12 34 56 78, j'étais chambre 214.", ["06 12", "214"]),
        ("Docteur jean dupont et le Pr. Durand ont été formidables.", ["dupont", "Durand"]),
        ("Une infirmière prénommée Nathalie a hurlé.", ["Nathalie"]),
        ("Mme Lefèvre au secrétariat est très désagréable.", ["Lefèvre"]),
        ("Mon père, Robert Girard, né le 12/03/1941, a attendu.", ["Robert", "Girard", "1941"]),
        ("L'aide-soignant Kévin est super, la sage-femme Julie aussi.", ["Kévin", "Julie"]),
        ("The nurse Emily was rude and Doctor Smith never came.", ["Emily", "Smith"]),
        ("Dr MARTIN-DUBOIS incompétent !", ["MARTIN", "DUBOIS"]),
        ("Écrivez-moi : jeanne.petit@exemple.fr", ["jeanne.petit"]),
        ("Sophie Bernard, interne, a été parfaite.", ["Sophie", "Bernard"]),
    ]

    @Test("no identifier and no name of a caregiver is left in what the public reads", arguments: secrets)
    func hides(_ example: (text: String, secrets: [String])) throws {
        let masks = ReviewMask.found(in: example.text, by: try PrivacyReader())
        let shown = ReviewMask.apply(masks, to: example.text, .french)
        for secret in example.secrets { #expect(!shown.contains(secret), "\(shown)") }
    }

    @Test(
        "what names nobody is left as it was written",
        arguments: [
            "Cinq heures d'attente aux urgences, personne ne m'a rien expliqué.",
            "Le parking de l'hôpital Saint-Aubin est trop cher.",
            "Une équipe formidable à la maternité, merci à toutes et à tous.",
            "L'infirmière de nuit a été très douce avec moi.",
            "Les repas étaient froids mais la chambre était propre.",
        ])
    func leaves(_ text: String) throws {
        let masks = ReviewMask.found(in: text, by: try PrivacyReader())
        #expect(ReviewMask.apply(masks, to: text, .french) == text)
    }

    @Test("a moderator hides words wherever they stand, whatever their capitals")
    func words() {
        let text = "La dame rousse. LA DAME ROUSSE !"
        let masks = ReviewMask.over(["dame rousse"], in: text)
        #expect(ReviewMask.apply(masks, to: text, .french) == "La [passage masqué]. LA [passage masqué] !")
    }

    @Test("masks come back from the store as they went in, and overlapping ones hide all that they cover")
    func kept() {
        let masks = [
            ReviewMask(range: 0..<4, kind: .name, style: .initial), ReviewMask(range: 2..<8, kind: .phone),
            ReviewMask(range: 9..<10, kind: .otherID, style: .shown),
        ]
        #expect(ReviewMask.read(ReviewMask.text(masks)) == masks)
        #expect(ReviewMask.apply(masks, to: "abcdefghij", .french) == "[nom]ij")
        #expect(ReviewMask.apply([masks[0]], to: "paul dort", .french) == "P… dort")
    }
}
