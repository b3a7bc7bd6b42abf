import Foundation

/// Whether anything accepts connections at an address, for the doctor, who only knocks; and which addresses are free.
enum SocketProbe {
    static func answers(host: String, port: Int, seconds: Int32 = 5) -> Bool {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0 else { return false }
        defer { freeaddrinfo(found) }
        var next = found
        while let info = next?.pointee {
            if connects(info, seconds) { return true }
            next = info.ai_next
        }
        return false
    }

    /// A port of loopback that is free at this moment, and that nobody's outgoing connection takes meanwhile: below those
    /// that systems hand out by themselves (RFC 6335, section 6: 49152; Linux: 32768). Free too is the one `distance`
    /// above it. Nil when none is found.
    static func freePort(_ distance: Int = 0) -> Int? {
        (0..<200).lazy.map { _ in Int.random(in: 20_000..<32_000) }.first {
            isFree($0) && (distance == 0 || isFree($0 + distance))
        }
    }

    /// Whether a server could listen there on loopback: an outgoing connection may hold a port on which nobody answers.
    static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0, let number = UInt16(exactly: port) else { return false }
        defer { close(descriptor) }
        // As servers do: what a connection that has ended leaves behind is in nobody's way.
        var isReused: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &isReused, socklen_t(MemoryLayout<Int32>.size))
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = number.bigEndian
        place.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            } && listen(descriptor, 1) == 0
        }
    }

    private static func connects(_ info: addrinfo, _ seconds: Int32) -> Bool {
        let descriptor = socket(info.ai_family, info.ai_socktype | Int32(SOCK_NONBLOCK.rawValue), info.ai_protocol)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        if connect(descriptor, info.ai_addr, info.ai_addrlen) == 0 { return true }
        guard errno == EINPROGRESS else { return false }
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&waiting, 1, seconds * 1_000) == 1 else { return false }
        var problem: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &problem, &size) == 0 && problem == 0
    }
}
