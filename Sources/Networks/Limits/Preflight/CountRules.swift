import Kernel

/// How many files, of which kinds together, and which have to be there.
extension Inspection {
    /// A GIF that moves leaves as a video on Bluesky, which embeds either images or one video (lexicon
    /// `app.bsky.embed.video`, presentation `gif`); X takes it alone.
    private var animationsAreAlone: Bool { [.x, .bluesky].contains(face.network) }

    private var imageCount: Int { images.count + (animationsAreAlone ? 0 : animations.count) }

    private var videoCount: Int { videos.count + (animationsAreAlone ? animations.count : 0) }

    mutating func counts() {
        required()
        let (most, mostVideos) = (limits[.imagesMaxCount]?.value.int, limits[.videoMaxCount]?.value.int)
        if most == 0, imageCount > 0 {
            stop("images_refused", .whole, on: limits[.imagesMaxCount])
        } else {
            hold(Double(imageCount), to: .imagesMaxCount, "images_too_many", .whole)
        }
        if mostVideos == 0, videoCount > 0 {
            stop("videos_refused", .whole, on: limits[.videoMaxCount])
        } else {
            hold(Double(videoCount), to: .videoMaxCount, "videos_too_many", .whole)
        }
        // A carousel holds as many in all as of one kind.
        if let most, let mostVideos, imageCount <= most, videoCount <= mostVideos {
            let (total, limit) = (imageCount + videoCount, max(most, mostVideos))
            let figure = limits[most >= mostVideos ? .imagesMaxCount : .videoMaxCount]
            let figures: [String: PreflightFinding.Value] = ["count": .number(total), "max": .number(limit)]
            if total > limit { stop("media_too_many", .whole, figures, on: figure) }
        }
        documentsAlone()
    }

    /// Instagram takes no text alone, YouTube nothing but a video.
    private mutating func required() {
        if limits[.imagesRequired]?.value.flag == true, images.isEmpty, animations.isEmpty, videos.isEmpty {
            stop("media_required", .whole, on: limits[.imagesRequired])
        }
        if limits[.imagesMaxCount]?.value.int == 0, limits[.videoMaxCount]?.value.int ?? 0 > 0, videos.isEmpty {
            stop("video_required", .whole, on: limits[.videoMaxCount])
        }
    }

    private mutating func documentsAlone() {
        guard !documents.isEmpty else { return }
        guard let figure = limits[.documentMaxBytes] else { return say(.block, "document_refused", .whole) }
        if face.media.count > 1 { say(.block, "document_alone", .whole, on: figure) }
    }

    mutating func mixture() {
        let pictures = images.count + animations.count
        if limits[.videoMix]?.value.flag == false, !videos.isEmpty, pictures > 0 {
            stop("mix_refused", .whole, on: limits[.videoMix])
        } else if animationsAreAlone, !animations.isEmpty, face.media.count > 1 {
            stop("animation_alone", .whole, on: limits[.videoMix] ?? limits[.videoMaxCount])
        } else if face.network == .bluesky, !videos.isEmpty, pictures > 0 {
            stop("mix_refused", .whole, on: limits[.videoMaxCount])
        } else if face.network == .mastodon, !videos.isEmpty, face.media.count > 1 {
            // Mastodon refuses it (app/services/post_status_service.rb); other servers of the kind may not.
            say(.warn, "mix_uncertain", .whole, on: limits[.videoMaxCount])
        }
    }
}
