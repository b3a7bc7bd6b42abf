import Kernel
import Testing

@testable import Wire

@Suite struct WebAddressTests {
    @Test("an address is put into one canonical form")
    func canonical() throws {
        #expect(
            try WebAddress("HTTPS://CHU-Exemple.FR.:443/a b?q=é#frag").text == "https://chu-exemple.fr/a%20b?q=%C3%A9")
        #expect(try WebAddress("http://chu.fr").text == "http://chu.fr/")
        #expect(try WebAddress("http://chu.fr:8080?x").text == "http://chu.fr:8080/?x")
        #expect(try WebAddress("https://hôpital.fr/").host == "xn--hpital-ixa.fr")
        #expect(try WebAddress("http://[2001:DB8::1]:80/").text == "http://[2001:db8::1]/")
        #expect(try WebAddress("http://chu.fr/50%/%41").target == "/50%25/%41")
    }

    @Test(
        "what is no honest web address is refused",
        arguments: [
            "ftp://chu.fr/", "file:///etc/passwd", "javascript:alert(1)", "chu.fr", "http://", "http:///x",
            "http://user@chu.fr/", "http://user:pw@chu.fr/", "http://chu.fr@127.0.0.1/", "http://chu.fr\\@evil.fr/",
            "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://127.0.0.01/",
            "http://1.2.3.4.5/", "http://0x7f.0.0.1/", "http://127.0.0.0x1/", "http://[::1", "http://[::1]x/",
            "http://[fe80::1%25eth0]/", "http://chu.fr:0/", "http://chu.fr:65536/", "http://chu.fr:8 0/",
            "http://ch%75.fr/",
            "http://chu..fr/", "http://chu\r\nHost:x/", "http://a/\u{0}", "http://[v1.x]/", "http://４２.１/",
        ])
    func refused(_ text: String) {
        #expect(throws: Failure.self) { try WebAddress(text) }
    }

    @Test("full-width digits are read as the address that they are")
    func fullWidth() throws {
        #expect(try WebAddress("http://１２７.0.0.1/").host == "127.0.0.1")
    }

    @Test("a reference is joined, without its credentials and its fragment")
    func references() throws {
        let page = try WebAddress("https://chu.fr/a/b?c")
        #expect(try page.resolving("../x#y").text == "https://chu.fr/x")
        #expect(try page.resolving("//user:pw@other.fr/z").text == "https://other.fr/z")
        #expect(try page.resolving("?d").text == "https://chu.fr/a/b?d")
        #expect(throws: Failure.self) { try page.resolving("gopher://x/") }
        #expect(try page.resolving("\\\\evil.fr\\x").host == "chu.fr")
    }
}
