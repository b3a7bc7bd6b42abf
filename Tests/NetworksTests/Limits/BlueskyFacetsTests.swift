import Testing

@testable import Networks

@Suite struct BlueskyFacetsTests {
    /// What each facet covers, as the bytes of the text say it, and what it leads to.
    private func found(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return BlueskyFacets.detect(text).map { facet in
            let shown = String(decoding: bytes[facet.bytes], as: UTF8.self)
            return switch facet.feature {
            case .link(let uri): "\(shown) → \(uri)"
            case .mention(let handle): "\(shown) → @\(handle)"
            case .tag(let tag): "\(shown) → #\(tag)"
            }
        }
    }

    @Test("offsets are in UTF-8 bytes, also after accents and emoji")
    func offsets() {
        let text = "Été 👩‍⚕️ https://a.fr @zoe.example #Santé"
        let facets = BlueskyFacets.detect(text)
        #expect(facets.map(\.bytes) == [20..<32, 46..<53])
        #expect(facets.first?.feature == .link("https://a.fr"))
        #expect(facets.last?.feature == .tag("Santé"))
    }

    @Test(
        "links lose the signs of the sentence around them and keep their own",
        arguments: [
            ("voir https://a.fr.", ["https://a.fr → https://a.fr"]),
            ("(https://a.fr/x)", ["https://a.fr/x → https://a.fr/x"]),
            ("(voir https://a.fr/x.)", ["https://a.fr/x → https://a.fr/x"]),
            (
                "https://fr.a.org/wiki/Soin_(santé)",
                ["https://fr.a.org/wiki/Soin_(santé) → https://fr.a.org/wiki/Soin_(santé)"]
            ),
            ("« https://a.fr/x »", ["https://a.fr/x → https://a.fr/x"]),
            (
                "https://a.fr/x?y=1#z, https://b.fr!!!",
                ["https://a.fr/x?y=1#z → https://a.fr/x?y=1#z", "https://b.fr → https://b.fr"]
            ),
            ("HTTPS://A.FR/x", ["HTTPS://A.FR/x → HTTPS://A.FR/x"]),
            ("chu-exemple.fr/don", ["chu-exemple.fr/don → https://chu-exemple.fr/don"]),
            ("exemple.fr.\nexemple.com", ["exemple.fr → https://exemple.fr", "exemple.com → https://exemple.com"]),
            ("a(exemple.fr)", ["exemple.fr → https://exemple.fr"]),
        ])
    func links(text: String, expected: [String]) { #expect(found(text) == expected) }

    @Test(
        "what only looks like a link is left alone",
        arguments: [
            "p. ex.", "photo.jpg", "plan.pdf/2", "etc.. puis..", "1.5", "a.b", "mot.suite", "nom@exemple.fr",
            "https://", "a..fr",
        ])
    func noLinks(text: String) { #expect(found(text) == []) }

    @Test(
        "mentions are handles under a domain that exists",
        arguments: [
            ("@zoe.bsky.social", ["@zoe.bsky.social → @zoe.bsky.social"]),
            ("(@zoe.bsky.social)", ["@zoe.bsky.social → @zoe.bsky.social"]),
            ("@Zoe.Bsky.Social!", ["@Zoe.Bsky.Social → @zoe.bsky.social"]),
            ("@zoe.bsky.social.", ["@zoe.bsky.social → @zoe.bsky.social"]), ("@a-b.test", ["@a-b.test → @a-b.test"]),
            ("@zoe", []), ("x@zoe.fr", []), ("@zoe.jpg", []), ("@-a.fr", []), ("@zoe.fr_x", []), ("@.fr", []),
        ])
    func mentions(text: String, expected: [String]) { #expect(found(text) == expected) }

    @Test(
        "tags end before a space, without the punctuation at their end",
        arguments: [
            ("#a", ["#a → #a"]), ("#a #b", ["#a → #a", "#b → #b"]), ("#1", []), ("#1a", ["#1a → #1a"]), ("#", []),
            ("a#b", []),
            ("#santé, #soin.", ["#santé → #santé", "#soin → #soin"]), ("#a_b", ["#a_b → #a_b"]), ("#a_", ["#a → #a"]),
            ("##double", ["##double → ##double"]), ("＃large", ["＃large → #large"]), ("#🦋", ["#🦋 → #🦋"]), ("#️⃣", []),
            ("#don-du-sang!", ["#don-du-sang → #don-du-sang"]), ("#…", []),
        ])
    func tags(text: String, expected: [String]) { #expect(found(text) == expected) }

    @Test("a tag has 64 graphemes at most")
    func longTags() {
        let (full, longer) = (String(repeating: "é", count: 64), String(repeating: "é", count: 65))
        #expect(found("#" + full) == ["#\(full) → #\(full)"] && found("#" + longer) == [])
    }

    @Test("no facet lies over another")
    func overlap() {
        let text = "https://a.fr/#b (@c.fr) #d:https://e.fr"
        let facets = BlueskyFacets.detect(text)
        #expect(zip(facets, facets.dropFirst()).allSatisfy { $0.bytes.upperBound <= $1.bytes.lowerBound })
        #expect(facets.count == 3)
    }
}
