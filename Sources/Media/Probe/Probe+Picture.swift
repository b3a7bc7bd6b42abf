import Kernel

extension Probe {
    func picture(_ name: String, _ file: FileBytes, _ mime: String, in stage: Stage) async throws -> MediaFacts {
        let bytes = try file.all(limit: bench.limits.imageBytes)
        try Signature.refuseTwins(Array(bytes.prefix(1_100)), tail: Array(bytes.suffix(65_557)))
        var facts = MediaFacts(kind: .image, mime: mime, bytes: file.size)
        if let layout = try Self.layout(bytes) {
            facts.fill(layout)
        } else {
            try fill(&facts, mime, bytes)
        }
        // Before a tool sees the file, by what we read of it; again afterwards, by what the tool reads.
        if facts.width > 0 { try requireRoom(facts) }
        let header = try await header(name, in: stage)
        try agree(&facts, header)
        try requireRoom(facts)
        return facts
    }

    /// TIFF, HEIC and AVIF: our own reading is of what lies beside the picture.
    private func fill(_ facts: inout MediaFacts, _ mime: String, _ bytes: [UInt8]) throws {
        if mime == "image/tiff" {
            let exif = ExifBlock(bytes[...])
            facts.codec = "tiff"
            (facts.width, facts.height) = (exif.width ?? 0, exif.height ?? 0)
            facts.orientation = exif.orientation ?? 1
            facts.traces = exif.traces.union(exif.directories > 1 ? [.track] : []).sorted()
            if let profile = exif.profileBytes {
                facts.colour = ICCName.of(profile).contains("sRGB") ? .sRGB : .profiled
            }
            if exif.photometric == 5 { facts.colour = .cmyk }
        } else {
            let still = try StillBoxes.read(bytes)
            facts.codec = mime == "image/avif" ? "av1" : "hevc"
            facts.traces = still.traces.sorted()
            if let profile = still.profile { facts.colour = profile.contains("sRGB") ? .sRGB : .profiled }
            if still.isHighRange { facts.colour = .highRange }
        }
    }

    /// What libvips reads in the header: width, height, bands, and the loader that it chose.
    struct Header {
        var width = 0
        var height = 0
        var bands = 0
        var loader = ""
        var orientation = 1
    }

    private func header(_ name: String, in stage: Stage) async throws -> Header {
        var header = Header()
        let answer = try await stage.run(
            Tool.Call(
                tool: .vipsheader, arguments: ["-a", name], seconds: bench.limits.imageTime, answer: 4 << 20))
        for line in answer.split(separator: 10).prefix(400) {
            let parts = String(decoding: line.prefix(200), as: UTF8.self).split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let value = parts[1].drop { $0 == " " }
            switch parts[0] {
            case "width": header.width = Int(value) ?? 0
            case "height": header.height = Int(value) ?? 0
            case "bands": header.bands = Int(value) ?? 0
            case "vips-loader": header.loader = String(value)
            case "orientation": header.orientation = Int(value) ?? 1
            default: break
            }
        }
        return header
    }

    private func agree(_ facts: inout MediaFacts, _ header: Header) throws {
        let loader = facts.mime == "image/avif" || facts.mime == "image/heic" ? "heif" : facts.codec
        guard header.loader.hasPrefix(loader) || (facts.mime == "image/apng" && header.loader.hasPrefix("png")) else {
            throw Failure(.unusable, "a picture that two readers take for different kinds", words: "media.two_kinds")
        }
        let isOurs = facts.mime != "image/heic" && facts.mime != "image/avif" && facts.mime != "image/tiff"
        if isOurs {
            let turned = facts.orientation > 4
            let (width, height) = turned ? (facts.height, facts.width) : (facts.width, facts.height)
            guard header.width == width, header.height == height else {
                throw Failure(.unusable, "a picture that two readers see in different sizes", words: "media.two_kinds")
            }
        } else {
            let turned = facts.mime == "image/tiff" && facts.orientation > 4
            (facts.width, facts.height) = turned ? (header.height, header.width) : (header.width, header.height)
            facts.hasAlpha = header.bands == 2 || (header.bands == 4 && facts.colour != .cmyk)
        }
    }
}

extension MediaFacts {
    mutating func fill(_ layout: PictureLayout) {
        kind = layout.frames > 1 ? .animation : .image
        (mime, codec, frames, seconds) = (layout.mime, layout.codec, layout.frames, layout.seconds)
        if let seconds, seconds > 0 { rate = Double(layout.frames) / seconds }
        let turned = layout.orientation > 4
        width = turned ? layout.height : layout.width
        height = turned ? layout.width : layout.height
        (hasAlpha, orientation) = (layout.hasAlpha, layout.orientation)
        colour = layout.isCMYK ? .cmyk : layout.isProfiled ? .profiled : layout.isGrey ? .grey : .sRGB
        traces = layout.traces.sorted()
    }
}
