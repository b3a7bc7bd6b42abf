import Feeds
import Kernel
import Wire

/// Reads feeds: conditional GET, parse, entries to arrivals.
enum FeedReading {
    static let accept =
        "application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, application/feed+json, "
        + "application/xml;q=0.8, text/xml;q=0.8, */*;q=0.5"

    static func read(_ origin: Origin, _ http: HTTP, now: Instant) async throws -> OriginReading {
        let fetch = Fetch(
            origin.address, accept: accept, entityTag: origin.etag, lastModified: origin.modified)
        switch try await http.fetch(fetch) {
        case .gone:
            var reading = OriginReading()
            reading.gone = true
            return reading
        case .notModified: return OriginReading(unchanged: origin)
        case .fresh(let document):
            var reading = try parse(document.body, type: document.headers["content-type"], at: document.finalURL, now)
            reading.etag = document.headers["etag"]
            reading.modified = document.headers["last-modified"]
            reading.movedTo = document.permanentURL
            reading.floor = max(reading.floor ?? 0, VisitPace.maxAge(document.headers["cache-control"]) ?? 0)
            reading.hub = reading.hub ?? linkHeader(document)
            return reading
        }
    }

    /// A feed's bytes, however they came.
    static func parse(_ body: [UInt8], type: String?, at location: String, _ now: Instant) throws -> OriginReading {
        let feed = try FeedParser.parse(body, contentType: type, location: location)
        var reading = OriginReading()
        reading.arrivals = arrivals(feed, now)
        reading.title = feed.title
        reading.floor = max(Double(feed.ttl ?? 0) * 60, feed.updatePeriod ?? 0)
        if let hub = feed.hubs.first, hub.hasPrefix("http") {
            reading.hub = HubOffer(hub: hub, topic: feed.selfLink ?? location)
        }
        return reading
    }

    /// Entries as arrivals, each identifier once. An entry with a video or a sound to play is a video.
    static func arrivals(_ feed: Feed, _ now: Instant) -> [Arrival] {
        var seen: Set<String> = []
        return feed.entries.compactMap { entry in
            var arrival = entry.arrival(in: feed, collectedAt: now)
            guard seen.insert(arrival.id).inserted, !(arrival.text.isEmpty && arrival.title == nil) else { return nil }
            if isVideo(entry, arrival.url) { arrival.kind = .video }
            return arrival
        }
    }

    private static func isVideo(_ entry: Entry, _ url: String?) -> Bool {
        if entry.enclosures.contains(where: {
            $0.type?.hasPrefix("video/") == true || $0.type?.hasPrefix("audio/") == true
        }) {
            return true
        }
        guard let url, let address = try? Wire.WebAddress(url) else { return false }
        let hosts = ["youtube.com", "youtu.be", "vimeo.com", "dailymotion.com", "tube.", "peertube."]
        return hosts.contains {
            address.host == $0 || address.host.hasSuffix("." + $0) || $0.hasSuffix(".") && address.host.hasPrefix($0)
        }
    }

    /// A hub announced in `Link` headers, which come before the body's own (W3C WebSub, section 4).
    private static func linkHeader(_ document: Document) -> HubOffer? {
        var hub: String?
        var topic: String?
        for header in document.headers.all("link") {
            for part in header.split(separator: ",") {
                guard let open = part.firstIndex(of: "<"), let close = part.firstIndex(of: ">"), open < close else {
                    continue
                }
                let url = String(part[part.index(after: open)..<close])
                let rest = part[close...].lowercased().replacing("\"", with: "").replacing(" ", with: "")
                if rest.contains("rel=hub") { hub = hub ?? url }
                if rest.contains("rel=self") { topic = topic ?? url }
            }
        }
        guard let hub, hub.hasPrefix("http") else { return nil }
        return HubOffer(hub: hub, topic: topic ?? document.finalURL)
    }
}
