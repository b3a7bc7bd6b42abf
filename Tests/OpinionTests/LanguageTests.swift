import Testing

@testable import Opinion

@Suite("Language")
struct LanguageTests {
    @Test(
        "the language of an ordinary sentence is told",
        arguments: [
            ("fr", "Personnel très gentil et à l'écoute"), ("fr", "attente trop longue aux urgences"),
            ("fr", "c nul jy retourne plus jamais"), ("en", "The doctors took good care of my father"),
            ("en", "Terrible food and no parking"), ("es", "Muchas gracias a todas las enfermeras de la planta"),
            ("de", "Die Ärzte haben sich viel Zeit genommen"), ("it", "Ringrazio tutto il reparto di cardiologia"),
            ("pt", "Agradeço a toda a equipa do serviço de urgência"),
            ("nl", "De verpleegsters waren heel lief voor ons"),
            ("pl", "Dziękuję wszystkim lekarzom i pielęgniarkom"), ("tr", "Doktorlar ve hemşireler çok ilgiliydi"),
            ("ar", "شكرا جزيلا لكل الطاقم الطبي"), ("ru", "Спасибо всем врачам и медсёстрам"),
            ("uk", "Дякую всім лікарям і медсестрам, їхня турбота неймовірна"), ("zh", "医生很专业，护士很友好"),
            ("ja", "先生はとても親切でした"), ("el", "Ευχαριστώ πολύ για όλα"), ("fa", "پزشک خیلی خوب بود و گوش می‌کرد"),
        ])
    func told(_ language: String, _ text: String) throws {
        #expect(try Shipped.model.get().judge(text).language == language)
    }

    @Test("no words, no language", arguments: ["", "👍👍👍", "10/10", "!!!", "…", "3 h 30", "\u{200B}\u{200B}"])
    func none(_ text: String) throws {
        #expect(try Shipped.model.get().judge(text).language == nil)
    }
}
