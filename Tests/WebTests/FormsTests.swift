import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Testing
@testable import Web

@Suite("Forms")
struct FormsTests {
    @Test("fields are decoded as browsers encode them")
    func query() {
        let query = Query("a=1+2&b=%C3%A9t%C3%A9&c=%zz%4&a=3&empty=&d=%0D%0Aline%00end&=x&e")
        #expect(query["a"] == "1 2")
        #expect(query.all("a") == ["1 2", "3"])
        #expect(query["b"] == "été")
        #expect(query["c"] == "%zz%4")
        #expect(query["empty"] == nil)
        #expect(query.raw("empty") == "")
        #expect(query.raw("d") == "\nlineend")
        #expect(query.ticked("e") && !query.ticked("f"))
        #expect(Query("p=%20x%20")["p"] == "x")
        #expect(Query("p=%20x%20").raw("p") == " x ")
        #expect(Query(String(repeating: "a=1&", count: 5000)).fields.count == Query.limit)
    }

    @Test("a link keeps the other fields of its page")
    func replacing() {
        #expect(Query("a=1&b=é&c=3").replacing(["a": "2 &", "c": nil]) == "b=%C3%A9&a=2%20%26")
        #expect(Query.decode(Query.encode("aé&=%+ \u{1F600}")) == "aé&=%+ \u{1F600}")
    }

    @Test(
        "where a form may lead stays on this site",
        arguments: [
            "//evil.example", "https://evil.example", "/\\evil.example", "evil", "/a b", "/a\nb", "",
        ])
    func next(_ path: String) { #expect(Page.safe(next: path) == "/") }

    @Test("a form that is too large, or no form, is refused")
    func limits() async throws {
        try await House().test { client in
            let large = House.form("admin", "x=" + String(repeating: "y", count: 1_100_000))
            let refused = try await client.execute(
                uri: "/rule", method: .post, headers: large.headers, body: large.body)
            #expect(refused.status == .contentTooLarge)
            var json = House.form("admin", "{}")
            json.headers[.contentType] = "application/json"
            let other = try await client.execute(uri: "/rule", method: .post, headers: json.headers, body: json.body)
            #expect(other.status == .badRequest)
        }
    }

    static let boundary = "----x7"

    static func multipart(_ token: String, file: String, name: String = "avis.csv") -> String {
        """
        --\(boundary)\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n\(token)\r\n\
        --\(boundary)\r\nContent-Disposition: form-data; name="file"; filename="\(name)"\r\nContent-Type: text/csv\r\n\r\n\
        \(file)\r\n--\(boundary)--\r\n
        """
    }

    @Test("a multipart form is the same however it is cut")
    func cuts() throws {
        let content = "a,b\r\n--not a boundary\r\n----x\r\n\r\n"
        let bytes = Array(Self.multipart("t", file: content, name: "a; \u{E9}%22.csv").utf8)
        for size in [1, 2, 3, 7, 16, 61, bytes.count] {
            var reader = try MultipartReader(contentType: "multipart/form-data; boundary=\(Self.boundary)")
            var names: [String] = []
            var body: [UInt8] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                try reader.feed(bytes[start..<min(start + size, bytes.count)]) { event in
                    switch event {
                    case .part(let name, let file): names.append("\(name)/\(file ?? "-")"); body = []
                    case .bytes(let more): body += more
                    case .end: break
                    }
                }
            }
            #expect(reader.isFinished)
            #expect(names == ["csrf/-", "file/a; é\".csv"])
            #expect(String(decoding: body, as: UTF8.self) == content, "in pieces of \(size)")
        }
    }

    @Test("an empty file and an empty field are parts all the same")
    func empty() throws {
        var reader = try MultipartReader(contentType: "multipart/form-data; boundary=\"\(Self.boundary)\"")
        var events: [MultipartReader.Event] = []
        try reader.feed(Self.multipart("", file: "").utf8) { events.append($0) }
        #expect(events == [.part(name: "csrf", file: nil), .end, .part(name: "file", file: "avis.csv"), .end])
    }

    @Test(
        "what is not multipart is refused",
        arguments: [
            "text/plain", "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=a",
        ])
    func notMultipart(_ type: String) { #expect(throws: Failure.self) { try MultipartReader(contentType: type) } }

    @Test("endless headers are refused, not collected")
    func endless() throws {
        var reader = try MultipartReader(contentType: "multipart/form-data; boundary=b")
        #expect(throws: Failure.self) {
            try reader.feed("--b\r\n".utf8) { _ in }
            for _ in 0..<100 { try reader.feed(String(repeating: "x", count: 1000).utf8) { _ in } }
        }
    }

    @Test("an upload is taken whole, refused without its token, too large, or cut short; nothing stays on disk")
    func uploads() async throws {
        try await inFolder { folder in
            try await House(WebSettings(temporaryFolder: folder)).test { client in
                func send(_ body: String) async throws -> TestResponse {
                    var headers = House.cookie("nurse")
                    headers[.contentType] = "multipart/form-data; boundary=\(Self.boundary)"
                    return try await client.execute(
                        uri: "/files", method: .post, headers: headers, body: ByteBuffer(string: body))
                }
                let token = House.csrf("nurse")
                let taken = try await send(Self.multipart(token, file: "0123456789", name: "../../etc/passwd"))
                #expect(taken.headers[.location] == "/took?passwd:10")
                #expect(try await send(Self.multipart("wrong", file: "x")).status == .forbidden)
                let large = Self.multipart(token, file: String(repeating: "x", count: 150_000))
                #expect(try await send(large).status == .contentTooLarge)
                let cut = String(Self.multipart(token, file: String(repeating: "x", count: 50_000)).dropLast(30_000))
                #expect(try await send(cut).status == .badRequest)
                #expect(try contents(of: folder) == [])
            }
        }
    }
}
