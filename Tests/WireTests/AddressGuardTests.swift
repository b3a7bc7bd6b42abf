import Kernel
import Testing

@testable import Wire

@Suite struct AddressGuardTests {
    @Test(
        "47: an address that is not of the open Internet is known by its block",
        arguments: [
            "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "168.63.129.16",
            "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.168.1.1", "198.18.0.1", "224.0.0.1",
            "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1",
            "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "fc00::1", "fd00:ec2::254",
            "fe80::1", "fec0::1", "ff02::1", "100::1", "4000::1",
        ])
    func closed(_ text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.obstacle != nil)
    }

    @Test(
        "addresses beside those blocks are open",
        arguments: [
            "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
            "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0", "223.255.255.255", "2001:4860:4860::8888",
            "2a01:e0a::1", "2606:4700::1111",
        ])
    func open(_ text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.obstacle == nil)
    }

    private func check(_ url: String, _ answers: [String], _ exemptions: [String] = []) async throws -> [String] {
        let gate = AddressGuard(
            exemptions: try exemptions.map { try Exemption($0) },
            resolver: Resolver { _ in answers.compactMap { IPAddress($0) } })
        return try await gate.check(try WebAddress(url)).map(\.text)
    }

    @Test("a name is refused when all its addresses are private, and reached by its public ones only")
    func names() async throws {
        #expect(try await check("https://a.fr/", ["8.8.8.8", "10.0.0.1", "2a01::1"]) == ["8.8.8.8", "2a01::1"])
        let refusal = await failure(of: { try await check("https://a.fr/", ["10.0.0.1", "::1"]) })
        #expect(refusal?.kind == .forbidden)
        #expect(refusal?.cause == "a.fr is not on the open Internet (private address)")
    }

    @Test("a port outside the list is refused")
    func ports() async throws {
        #expect(
            await failure(of: { try await check("http://a.fr:25/", ["8.8.8.8"]) })?.cause
                == "port 25 of a.fr is not allowed")
        #expect(try await check("http://a.fr:8080/", ["8.8.8.8"]) == ["8.8.8.8"])
    }

    @Test("what the settings let through is exactly what they name")
    func exemptions() async throws {
        #expect(try await check("http://a.fr:81/", ["10.1.0.9"], ["10.1.0.0/16"]) == ["10.1.0.9"])
        #expect(try await check("http://127.0.0.1:9/", [], ["127.0.0.1:9"]) == ["127.0.0.1"])
        #expect(try await check("http://[::1]:9/", [], ["[::1]:9"]) == ["::1"])
        #expect(try await check("http://intra.fr:9/", ["10.0.0.1"], ["intra.fr"]) == ["10.0.0.1"])
        #expect(await failure(of: { try await check("http://127.0.0.1:10/", [], ["127.0.0.1:9"]) })?.kind == .forbidden)
        #expect(
            await failure(of: { try await check("http://[::ffff:127.0.0.1]:9/", [], ["127.0.0.1:9"]) })?.kind
                == .forbidden)
        #expect(
            await failure(of: { try await check("http://x.intra.fr/", ["10.0.0.1"], ["intra.fr"]) })?.kind == .forbidden
        )
        for bad in ["", "http://x", "10.0.0.0/33", "a b", "10.0.0.1/8/8", "x/24"] {
            #expect(throws: Failure.self) { try Exemption(bad) }
        }
    }

    @Test("the machine's own name for itself is refused")
    func localhost() async throws {
        let gate = AddressGuard()
        let refusal = await failure(of: { try await gate.check(try WebAddress("http://localhost/")) })
        #expect(refusal?.kind == .forbidden)
    }
}
