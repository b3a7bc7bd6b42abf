import Foundation
import Kernel
import Testing

@testable import Media

@Suite struct WebVTTTests {
    static func read(_ text: String) throws -> WebVTT { try WebVTT(reading: Array(text.utf8)) }

    @Test("cues are read with their names, times, places and texts")
    func cues() throws {
        let file = try Self.read(
            """
            WEBVTT - Visite du service
            Kind: captions

            NOTE Relu par Jeanne

            STYLE
            ::cue { background: url(https://example.org/x) }

            REGION
            id:fred

            un
            00:01.000 --> 00:00:03.500 align:start position:10%,line-left line:-1 region:fred color:red
            Bonjour,
            <v.loud Dr Martin>vous êtes <i>prêt</i>&nbsp;?

            100:00:00.000 --> 100:00:01.000
            """)
        #expect(file.cues.count == 2)
        let cue = file.cues[0]
        #expect(cue.id == "un" && cue.start == 1_000 && cue.end == 3_500)
        #expect(cue.settings == ["align:start", "position:10%,line-left", "line:-1"])
        #expect(cue.text == "Bonjour,\n<v.loud Dr Martin>vous êtes <i>prêt</i>&nbsp;?")
        #expect(cue.plain == "Bonjour,\nvous êtes prêt\u{A0}?" && cue.voice == nil)
        #expect(file.cues[1].start == 360_000_000 && file.cues[1].text.isEmpty)
        #expect(file.asides.map(\.kind) == [.header, .header, .note, .style, .region])
        #expect(file.asides.map(\.line) == [1, 2, 4, 6, 9])
    }

    @Test("a browser's ways with odd files are ours: marks, line ends, arrows, zeros")
    func odd() throws {
        let bytes = Array("\u{FEFF}WEBVTT\r\r00:00.000 --> 00:01.000\r\na\0b\r\n00:02.000 --> 00:03.000\rc".utf8)
        let file = try WebVTT(reading: bytes)
        #expect(file.cues.map(\.text) == ["a\u{FFFD}b", "c"] && file.cues.map(\.start) == [0, 2_000])
        // A line with an arrow in the place of a name begins a new block, and its times are then bad.
        let arrows = try Self.read(
            "WEBVTT\n\n-->\n00:00.000 --> 00:01.000\nfirst\n\nname -->\n00:02.000 --> 00:03.000\nx\n\n00:04.000 --> 00:05.000\n-->\ny"
        )
        #expect(arrows.cues.map(\.text) == ["first", "x", ""])
        #expect(arrows.asides.allSatisfy { $0.kind == .badTimes } && arrows.asides.count == 3)
    }

    @Test(
        "times are read as strictly as the specification says",
        arguments: [
            ("00:00.000", 0), ("59:59.999", 3_599_999), ("00:59:59.999", 3_599_999), ("123:00:00.000", 442_800_000),
            ("60:00.000", nil), ("0:00.000", nil), ("00:60.000", nil), ("00:00.00", nil), ("00:00,000", nil),
            ("0:00:00.000", 0),
            ("00:0.000", nil), ("-00:00.000", nil), ("99999999999999999999:00:00.000", nil), ("00:00:00:00.000", nil),
            ("", nil),
            ("١٢:00.000", nil),
        ] as [(String, Int?)])
    func times(_ text: String, _ milliseconds: Int?) {
        var rest = Substring(text)
        #expect(CueTime.take(&rest) == milliseconds)
        if milliseconds != nil { #expect(rest.isEmpty) }
    }

    @Test(
        "what is no WebVTT is refused with its reason",
        arguments: [
            ("", "media.no_webvtt"), ("WEBVTTX\n\n00:00.000 --> 00:01.000\na", "media.no_webvtt"),
            ("webvtt\n\n00:00.000 --> 00:01.000\na", "media.no_webvtt"), ("WEBVTT\n\nhello\n", "media.no_cue"),
        ])
    func refused(_ text: String, _ words: String) {
        let failure = #expect(throws: Failure.self) { try Self.read(text) }
        #expect(failure?.words == words)
    }

    @Test("too many bytes and too many cues are refused")
    func large() {
        let cue = "00:00.000 --> 00:01.000\n\n"
        for text in [
            "WEBVTT\n\n" + String(repeating: cue, count: 50_001), "WEBVTT\n" + String(repeating: "a", count: 4_000_000),
        ] {
            let failure = #expect(throws: Failure.self) { try Self.read(text) }
            #expect(failure?.kind == .tooLarge)
        }
    }

    @Test("what is written is read as the same, and holds cues alone")
    func written() throws {
        let file = WebVTT([
            Cue(id: "a --> b", start: -5, end: 1_000, text: "un\n\n\ndeux --> trois\r\nquatre"),
            Cue(id: "n\nm", start: 3_600_000, end: 3_601_001, settings: ["line:0"], text: "--->\u{301}"),
            Cue(start: 1, end: 2, text: ""),
        ])
        let again = try Self.read(file.written)
        #expect(again.cues.map(\.text) == ["un\ndeux --&gt; trois\nquatre", "---&gt;\u{301}", ""])
        #expect(again.cues.map(\.id) == ["", "n m", ""] && again.cues.map(\.start) == [0, 3_600_000, 1])
        #expect(again.cues.map(\.plain)[0] == "un\ndeux --> trois\nquatre" && again.asides.isEmpty)
        #expect(try Self.read(again.written) == again)
    }

    @Test("damaged files end with cues or a reason, and what is written of them is stable")
    func damaged() throws {
        let whole =
            "WEBVTT\n\nNOTE a\n\n1\n00:00.000 --> 00:01.000 align:start\n<v Jeanne>Bonjour &amp; merci\n\n00:02.000 --> 00:03.000\nfin <i>x</i>\n"
        var dice = HostileLayoutTests.Dice(state: 5)
        for _ in 0..<5_000 {
            let bytes = HostileLayoutTests.damaged(Array(whole.utf8), &dice)
            do {
                let file = try WebVTT(reading: bytes)
                _ = (file.transcript, file.remarks, file.shifted(milliseconds: -500))
                let again = try Self.read(file.written)
                #expect(again.cues == file.cues)
            } catch is Failure {}
            do { _ = try WebVTT(subRip: bytes) } catch is Failure {}
        }
    }

    @Test("faults and advice are told, cue by cue, at their bounds")
    func remarks() {
        func kinds(_ cues: Cue...) -> [SubtitleRemark.Kind] { WebVTT(cues).remarks.map(\.kind) }
        let good = Cue(start: 0, end: 2_000, text: String(repeating: "a", count: 40))
        #expect(kinds(good) == [])
        #expect(kinds(Cue(start: 0, end: 2_000, text: String(repeating: "é", count: 41))) == [.speed])
        #expect(kinds(Cue(start: 0, end: 9_000, text: String(repeating: "a", count: 42))) == [])
        #expect(kinds(Cue(start: 0, end: 9_000, text: "<i>" + String(repeating: "a", count: 43) + "</i>")) == [.line])
        #expect(
            kinds(Cue(start: 0, end: 9_000, text: "a\nb")) == []
                && kinds(Cue(start: 0, end: 9_000, text: "a\nb\nc")) == [.lines])
        #expect(kinds(good, Cue(start: 2_000, end: 3_000, text: "b")) == [])
        #expect(kinds(good, Cue(start: 1_999, end: 3_000, text: "b")) == [.overlap])
        #expect(kinds(Cue(start: 5_000, end: 6_000, text: "a"), Cue(start: 1, end: 900, text: "b")) == [.order])
        #expect(
            kinds(Cue(start: 1, end: 1, text: "a")) == [.time]
                && kinds(Cue(start: 0, end: 1_000, text: "<i> </i>")) == [.empty])
        // One that lasts overlaps more than its neighbour.
        let long = Cue(start: 0, end: 9_000, text: "a")
        #expect(kinds(long, Cue(start: 9_000, end: 9_500, text: "b")) == [])
        #expect(
            kinds(long, Cue(start: 1_000, end: 2_000, text: "b"), Cue(start: 3_000, end: 4_000, text: "c")) == [
                .overlap, .overlap,
            ])
        #expect(SubtitleRemark.Kind.allCases.filter(\.isFault) == [.order, .time])
    }

    @Test("cues are shifted, and none begins before the beginning")
    func shifted() {
        let file = WebVTT([
            Cue(start: 0, end: 500, text: "a"), Cue(start: 400, end: 1_500, text: "b"),
            Cue(start: 2_000, end: 3_000, text: "c"),
        ])
        let later = file.shifted(milliseconds: 250)
        #expect(later.cues.map(\.start) == [250, 650, 2_250] && later.cues.map(\.end) == [750, 1_750, 3_250])
        let earlier = file.shifted(milliseconds: -500)
        #expect(earlier.cues.map(\.text) == ["b", "c"] && earlier.cues.map(\.start) == [0, 1_500])
        #expect(file.shifted(milliseconds: .max).cues.allSatisfy { $0.start >= 0 })
        #expect(file.shifted(milliseconds: .min).cues.isEmpty)
    }

    @Test("the transcript is what is said: by whom, once, with its pauses")
    func transcript() {
        let file = WebVTT([
            Cue(start: 0, end: 1_000, text: "<v Dr Martin>Bonjour"),
            Cue(start: 1_000, end: 2_000, text: "Bonjour\nà tous"),
            Cue(start: 2_000, end: 3_000, text: "<v Jeanne>Merci&nbsp;!"),
            Cue(start: 9_000, end: 9_500, text: "La suite <b>après</b> 5 &lt; 6"),
        ])
        #expect(file.transcript == "Dr Martin: Bonjour à tous\n\nJeanne: Merci !\n\nLa suite après 5 < 6")
    }

    @Test(
        "markup becomes what is seen",
        arguments: [
            ("a<b>c", "ac"), ("a<00:01.000>b", "ab"), ("a < b", "a "), ("&lt;b&gt;", "<b>"), ("&eacute;", "&eacute;"),
            ("&#233;&#xE9;", "éé"),
            ("&#0;&#xD800;", "&#0;\u{FFFD}"), ("&", "&"), ("&amp", "&amp"), ("&amp;lt;", "&lt;"),
            ("&#99999999999;", "&#99999999999;"),
        ])
    func plain(_ text: String, _ seen: String) { #expect(CueText.plain(text) == seen) }
}

@Suite struct SubRipTests {
    @Test("SubRip becomes WebVTT: numbers, commas, fonts, places, empty lines, signs")
    func cues() throws {
        let text =
            "1\r\n00:00:01,500 --> 00:00:03,000  X1:1 X2:2\r\n<I>Bonjour</I> {\\an8}à <font color=\"#fff\">tous</font>\r\n\r\n"
            + "suite après une ligne vide\r\n\r\n2\r\n00:00:04,5 --> 00:00:05,25\r\n5 < 6 & <Jeanne>\r\n\r\n00:00:06.000-->00:00:07.000\r\nsans numéro\r\n12\r\n"
        let file = try WebVTT(subRip: Array(text.utf8))
        #expect(
            file.cues == [
                Cue(id: "1", start: 1_500, end: 3_000, text: "<i>Bonjour</i> à tous\nsuite après une ligne vide"),
                Cue(id: "2", start: 4_500, end: 5_250, text: "5 &lt; 6 &amp; &lt;Jeanne>"),
                Cue(start: 6_000, end: 7_000, text: "sans numéro\n12"),
            ])
        #expect(try WebVTT(reading: Array(file.written.utf8)).cues == file.cues)
    }

    @Test("letters of Windows and of UTF-16 are read")
    func letters() throws {
        let text = "1\n00:00:01,000 --> 00:00:02,000\nÉté à l’hôpital\n"
        let wide = try #require(text.data(using: .utf16))
        let windows = try #require(text.data(using: .windowsCP1252))
        for data in [Data(text.utf8), Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8), wide, windows] {
            #expect(try WebVTT(subRip: [UInt8](data)).cues.map(\.text) == ["Été à l’hôpital"])
        }
    }

    @Test("times that cannot be read are told, and a file without cues is refused")
    func refused() throws {
        let file = try WebVTT(subRip: Array("1\n00:00 --> 1\na\n\n2\n00:00:01,000 --> 00:00:02,000\nb\n".utf8))
        #expect(file.cues.map(\.text) == ["b"] && file.asides == [.init(kind: .badTimes, line: 2)])
        #expect(throws: Failure.self) { try WebVTT(subRip: Array("hello".utf8)) }
    }
}
