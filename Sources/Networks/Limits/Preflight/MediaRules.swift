import Kernel

/// Sizes, formats and shapes of one file.
extension Inspection {
    mutating func file(_ media: PreflightMedia, _ index: Int) {
        switch media.kind {
        case .image: picture(media, index)
        case .animation: face.network == .bluesky ? video(media, index) : picture(media, index)
        case .video: video(media, index)
        case .document: document(media, index)
        }
        transport(media, index)
    }

    private mutating func picture(_ media: PreflightMedia, _ index: Int) {
        guard limits[.imagesMaxCount]?.value.int != 0 else { return }
        let (size, field) = (Double(media.bytes), PreflightFinding.Field.media(index))
        format(media, .imagesFormats, "image_format", index)
        let isGIF = media.kind == .animation && limits[.gifMaxBytes] != nil
        let most = isGIF ? FigureName.gifMaxBytes : .imagesMaxBytes
        hold(size, to: most, "image_too_heavy", near: "image_heavy", field, shown: Self.bytes)
        within(size, .imagesBytes, ("image_too_light", "image_too_heavy"), index, shown: Self.bytes)
        guard media.width > 0, media.height > 0 else { return }
        hold(Double(media.width) * Double(media.height), to: .imagesMaxPixels, "image_too_large", field)
        shape(media, index)
    }

    private mutating func shape(_ media: PreflightMedia, _ index: Int) {
        let (width, height) = (Double(media.width), Double(media.height))
        let shown: [String: PreflightFinding.Value] = ["width": .number(media.width), "height": .number(media.height)]
        if let figure = limits[.imagesMinPixels], let least = figure.value.pair,
            width < least.low || height < least.high
        {
            let more: [String: PreflightFinding.Value] = [
                "min_width": .number(Int(least.low)), "min_height": .number(Int(least.high)),
            ]
            stop("image_too_small", .media(index), shown.merging(more) { own, _ in own }, on: figure)
        }
        // Meta scales widths outside of its range instead of refusing them, and so does the reader's patience.
        if let figure = limits[.imagesWidth], let range = figure.value.pair, !(range.low...range.high).contains(width) {
            let more: [String: PreflightFinding.Value] = [
                "min": .number(Int(range.low)), "max": .number(Int(range.high)),
            ]
            say(.warn, "image_resized", .media(index), shown.merging(more) { own, _ in own }, on: figure)
        }
        guard let figure = limits[.imagesAspect], let range = AspectRange(figure.value.text) else { return }
        if !range.holds(width: width, height: height) {
            stop(
                "image_shape", .media(index), shown.merging(["range": .text(range.text)]) { own, _ in own }, on: figure)
        }
    }

    private mutating func video(_ media: PreflightMedia, _ index: Int) {
        guard limits[.videoMaxCount]?.value.int != 0 else { return }
        let (size, field) = (Double(media.bytes), PreflightFinding.Field.media(index))
        if media.kind == .video { format(media, .videoFormats, "video_format", index) }
        hold(size, to: .videoMaxBytes, "video_too_heavy", field, shown: Self.bytes)
        within(size, .videoBytes, ("video_too_light", "video_too_heavy"), index, shown: Self.bytes)
        if media.width > 0, media.height > 0 {
            hold(Double(media.width) * Double(media.height), to: .videoMaxPixels, "video_too_large", field)
        }
        guard let seconds = media.seconds else { return }
        hold(seconds, to: .videoMaxSeconds, "video_too_long", field, shown: Self.seconds)
        within(seconds, .videoSeconds, ("video_too_short", "video_too_long"), index, shown: Self.seconds)
        if let figure = limits[.videoUnverifiedSeconds], let most = figure.value.number, seconds > most {
            let figures: [String: PreflightFinding.Value] = ["count": .seconds(seconds), "max": .seconds(most)]
            say(.warn, "video_unverified", field, figures, on: figure)
        }
    }

    private mutating func document(_ media: PreflightMedia, _ index: Int) {
        guard limits[.documentMaxBytes] != nil else { return }
        format(media, .documentFormats, "document_format", index)
        hold(Double(media.bytes), to: .documentMaxBytes, "document_too_heavy", .media(index), shown: Self.bytes)
    }

    /// Holds `measured` between the two ends of a figure.
    private mutating func within(
        _ measured: Double, _ name: FigureName, _ codes: (low: String, high: String), _ index: Int,
        shown: (Double) -> PreflightFinding.Value
    ) {
        guard let figure = limits[name], let range = figure.value.pair else { return }
        if measured < range.low {
            let figures = ["count": shown(measured), "min": shown(range.low)]
            stop(codes.low, .media(index), figures, on: figure)
        } else if measured > range.high {
            let figures = ["count": shown(measured), "max": shown(range.high)]
            stop(codes.high, .media(index), figures, on: figure)
        }
    }

    private mutating func format(_ media: PreflightMedia, _ name: FigureName, _ code: String, _ index: Int) {
        guard let figure = limits[name], let formats = figure.value.list else { return }
        let format = MediaFormat(media.mime)
        guard !formats.contains(where: { format.is($0) }) else { return }
        let figures: [String: PreflightFinding.Value] = [
            "format": .text(format.name), "formats": .text(formats.joined(separator: ", ")),
        ]
        stop(code, .media(index), figures, on: figure)
    }

    /// Instagram and Threads fetch what they publish: from an address that the world can reach.
    private mutating func transport(_ media: PreflightMedia, _ index: Int) {
        guard let figure = limits[.mediaTransport], figure.value.text == "public_url", media.kind != .document else {
            return
        }
        guard let address = media.pulledFrom, !address.isEmpty else {
            return stop("media_needs_address", .media(index), on: figure)
        }
        if !PublicAddress.isReachable(address) { stop("media_address_private", .media(index), on: figure) }
    }
}
