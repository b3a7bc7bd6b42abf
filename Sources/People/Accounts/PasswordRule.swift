/// Which passwords are refused (CNIL, deliberation 2022-100; NIST SP 800-63B): too short, or among the first that
/// anybody would try. No rule about capitals and signs, which make passwords weaker in practice.
enum PasswordRule {
    static let shortest = 12
    /// Longer ones cost the server for nothing.
    static let longest = 256

    /// The word of what is wrong with it; nil when it is accepted.
    static func refusal(_ password: String, name: String, email: String) -> String? {
        if password.count < shortest { return "people.password_short" }
        if password.utf8.count > longest { return "people.password_long" }
        let plain = simplified(password)
        if Set(plain).count < 5 || isSequence(plain) || common.contains(plain) { return "people.password_common" }
        // Repetition of a short thing: "soleilsoleil".
        if let half = half(plain), common.contains(half) { return "people.password_common" }
        let own =
            [email.split(separator: "@").first.map(String.init) ?? ""] + name.split(separator: " ").map(String.init)
        if own.contains(where: { $0.count > 3 && plain == simplified($0) }) { return "people.password_own" }
        return nil
    }

    /// Lower case, the usual replacements undone (`p@ssw0rd`), digits and signs at both ends dropped.
    static func simplified(_ password: String) -> String {
        let swaps: [Character: Character] = ["@": "a", "0": "o", "3": "e", "$": "s", "5": "s", "!": "i", "4": "a"]
        let lower = password.lowercased()
        let digits = lower.allSatisfy { $0.isNumber }
        if digits { return lower }
        let core = lower.drop { !$0.isLetter && swaps[$0] == nil }
        guard let last = core.lastIndex(where: \.isLetter) else { return lower }
        return String(core[...last].map { swaps[$0] ?? $0 }.filter { $0.isLetter || $0.isNumber })
    }

    private static func half(_ text: String) -> String? {
        let middle = text.index(text.startIndex, offsetBy: text.count / 2)
        return text.count % 2 == 0 && text[..<middle] == text[middle...] ? String(text[..<middle]) : nil
    }

    /// Steps of one all along: `abcdefghijkl`, `123456789012` (after 9 comes 0).
    private static func isSequence(_ text: String) -> Bool {
        let values = text.unicodeScalars.map { Int($0.value) }
        let steps = zip(values, values.dropFirst()).map { $1 - $0 }
        return steps.allSatisfy { abs($0) == 1 || abs($0) == 9 }
    }

    /// What is left of the most common passwords once `simplified`.
    private static let common: Set<String> = Set(
        """
        motdepasse password passwordpassword azerty azertyuiop azertyuiopqsdfghjklm qwerty qwertyuiop qwertyuiopasdfgh
        qwertzuiop bonjour bonsoir soleil doudou loulou chouchou jetaime iloveyou marseille paris lyon toulouse bordeaux
        nantes france hopital clinique medecin docteur infirmier infirmiere sante urgences chirurgie pediatrie
        maternite admin administrateur administrator administration communication direction secretariat resonance
        bienvenue welcome letmein changeme changemoi changezmoi secret secrete passe code dragon monkey football
        baseball superman batman starwars princess princesse sunshine master hello trustno test testtest temporaire
        provisoire nouveau nouvelle vacances printemps ete automne hiver janvier fevrier mars avril mai juin juillet
        aout septembre octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi dimanche camille nicolas
        thomas julien maxime alexandre caroline stephanie sebastien christophe frederic guillaume isabelle nathalie
        coucou chocolat caramel vanille cheval licorne papillon tigrou minou doudoune chaton bebe maman papa famille
        amour monamour moncoeur coeur liberte egalite fraternite republique entreprise societe bureau ordinateur
        internet windows microsoft google facebook instagram motdepassesecret monmotdepasse lemotdepasse mypassword
        thisismypassword correcthorsebatterystaple zaqxsw qazwsx qazwsxedc azeqsdwxc poiuytreza mlkjhgfdsq wxcvbn
        """.split { $0 == " " || $0 == "\n" }.map(String.init))
}
