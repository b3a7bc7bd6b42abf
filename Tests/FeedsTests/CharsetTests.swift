import Testing

@testable import Feeds

@Suite("Charsets")
struct CharsetTests {
    private func title(_ bytes: [UInt8], _ type: String? = nil) throws -> String? {
        try FeedParser.parse(bytes, contentType: type).title
    }

    private func document(_ declaration: String, _ word: [UInt8]) -> [UInt8] {
        Array("\(declaration)<rss><channel><title>".utf8) + word + Array("</title></channel></rss>".utf8)
    }

    @Test("the declaration is believed") func declared() throws {
        #expect(try title(document("<?xml version='1.0' encoding='iso-8859-15'?>", [0xA4])) == "€")
        #expect(try title(document("<?xml version=\"1.0\" encoding=\"koi8-r\"?>", [0xC1])) == "а")
    }

    @Test("the header's charset comes before the declaration (RFC 7303, section 3)") func header() throws {
        let bytes = document("<?xml version='1.0' encoding='koi8-r'?>", [0xE9])
        #expect(try title(bytes, "application/xml; charset=\"windows-1252\"") == "é")
    }

    @Test("the byte order mark comes before all (RFC 7303, section 3.3)") func mark() throws {
        let bytes = [0xEF, 0xBB, 0xBF] + document("<?xml version='1.0' encoding='koi8-r'?>", [0xC3, 0xA9])
        #expect(try title(bytes, "text/xml; charset=koi8-r") == "é")
        let units = Array(String(decoding: document("", Array("é".utf8)), as: UTF8.self).utf16)
        let wide: [UInt8] = [0xFF, 0xFE] + units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        #expect(try title(wide) == "é")
    }

    @Test("ISO 8859-1 is windows-1252, as on the web") func latin() throws {
        #expect(try title(document("<?xml version='1.0' encoding='ISO-8859-1'?>", [0x93, 0xE9, 0x94])) == "“é”")
    }

    @Test("bytes outside the charset lose nothing else") func repaired() throws {
        #expect(try title(document("", [0xE9, 0x20] + Array("été".utf8))) == "é été")
        #expect(try title(document("<?xml version='1.0' encoding='nonsense'?>", Array("été".utf8))) == "été")
        #expect(
            try title(document("<?xml version='1.0' encoding='euc-jp'?>", [0xA4, 0xA2, 0xFF, 0x61]))?.hasPrefix("あ")
                == true)
    }

    @Test("the charset that was read is said") func said() throws {
        let feed = try FeedParser.parse(document("<?xml version='1.0' encoding='utf-8'?>", [0xE9]))
        #expect(!feed.mended.isEmpty)
    }
}
