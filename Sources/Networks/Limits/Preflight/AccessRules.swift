import Kernel

/// What those who do not see or do not hear are given (RGAA 4.1, themes 1 and 4).
extension Inspection {
    mutating func access(_ media: PreflightMedia, _ index: Int) {
        let alt = media.alt ?? ""
        let isPicture = media.kind == .image || media.kind == .animation
        if isPicture, Self.isBlank(alt) { say(face.isPublicHospital ? .block : .warn, "alt_missing", .alt(index)) }
        if !Self.isBlank(alt) {
            let length = limits.counting == .graphemes ? alt.count : alt.unicodeScalars.count
            hold(Double(length), to: .altMax, "alt_too_long", near: "alt_long", .alt(index))
            if !carriesAlt(media) { say(.advice, "alt_not_shown", .alt(index), on: limits[.altSupported]) }
        }
        guard media.kind == .video else { return }
        if !media.hasCaptions { say(.warn, "captions_missing", .media(index)) }
        if !media.hasTranscript { say(face.isPublicHospital ? .warn : .advice, "transcript_missing", .media(index)) }
    }

    /// Whether this network shows a description of such a file.
    private func carriesAlt(_ media: PreflightMedia) -> Bool {
        switch limits[.altSupported]?.value.text {
        case "all_media": media.kind != .document
        case "images": media.kind == .image || media.kind == .animation
        // A video on YouTube is described by its captions and its text.
        case "captions": media.kind == .video
        default: false
        }
    }
}
