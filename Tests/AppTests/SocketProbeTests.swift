import Foundation
import TestKit
import Testing

@testable import App

@Suite struct SocketProbeTests {
    @Test("a free port lies below those of outgoing connections, with another at its distance; a taken one is not free")
    func free() throws {
        for _ in 0..<50 {
            let port = try #require(SocketProbe.freePort(SampleNetworks.distance))
            #expect((20_000..<32_000).contains(port))
            #expect(SocketProbe.isFree(port) && SocketProbe.isFree(port + SampleNetworks.distance))
        }
        // Held, but nobody listens: as by a connection that goes out.
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                #expect(bind(descriptor, address, size) == 0)
                #expect(getsockname(descriptor, address, &size) == 0)
            }
        }
        #expect(!SocketProbe.isFree(Int(UInt16(bigEndian: place.sin_port))))
        #expect(!SocketProbe.isFree(70_000) && !SocketProbe.isFree(-1))
    }
}
