import Kernel

/// The network's own clock, who may see the post, and what the network said of this account.
extension Inspection {
    mutating func sending() {
        schedule()
        visibility()
        quotas()
    }

    private mutating func schedule() {
        guard let ahead = face.scheduledIn else { return }
        let supported = limits[.scheduleSupported]
        guard supported?.value.flag == true else { return say(.block, "schedule_unsupported", .whole, on: supported) }
        if let figure = limits[.scheduleMinAhead], let least = figure.value.number, !(ahead >= least) {
            let figures: [String: PreflightFinding.Value] = ["count": .seconds(ahead), "min": .seconds(least)]
            stop("schedule_too_soon", .whole, figures, on: figure)
        }
        hold(ahead, to: .scheduleMaxAhead, "schedule_too_late", .whole, shown: Self.seconds)
        // A video uploaded for later is private until then, and public after (YouTube, `status.publishAt`).
        if face.network == .youtube, !Self.everybody.contains(face.visibility ?? "public") {
            say(.block, "schedule_visibility", .whole, on: supported)
        }
    }

    private static let everybody: Set<String> = ["everybody", "public"]

    private mutating func visibility() {
        guard let visibility = face.visibility, !Self.everybody.contains(visibility) else { return }
        let known: Set<String> =
            switch face.network {
            case .mastodon: ["unlisted", "followers", "private", "direct"]
            case .youtube: ["unlisted", "private"]
            default: []
            }
        guard !known.contains(visibility) else { return }
        say(.block, "visibility_unsupported", .whole, ["visibility": .text(String(visibility.prefix(40)))])
    }

    /// What is used up today may be free tomorrow: these warn, and whoever sends waits.
    private mutating func quotas() {
        if let used = limits[.postsUsed], let count = used.value.number, let most = limits[.postsPerDay]?.value.number,
            count >= most
        {
            let figures: [String: PreflightFinding.Value] = ["count": .number(Int(count)), "max": .number(Int(most))]
            say(.warn, "quota_used", .whole, figures, on: used)
        }
        guard videos.count + animations.count > 0 else { return }
        if let figure = limits[.videoAllowed], figure.value.flag == false {
            say(.block, "video_not_allowed", .whole, on: figure)
        }
        let bytes = videos.reduce(0.0) { $0 + Double($1.bytes) }
        if let figure = limits[.videosLeftToday], let left = figure.value.number, left < 1 {
            say(.warn, "videos_used", .whole, on: figure)
        } else if let figure = limits[.videoBytesLeftToday], let left = figure.value.number, left < bytes {
            say(.warn, "videos_used", .whole, on: figure)
        }
    }
}
