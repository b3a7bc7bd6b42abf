/// What a file from anywhere may cost. Sizes that a file states are compared with these before a tool decodes it.
public struct MediaLimits: Sendable, Equatable {
    /// Bytes of an image or an animation.
    public var imageBytes: Int64
    /// Bytes of a video or a sound.
    public var videoBytes: Int64
    /// Pixels of one picture, width by height.
    public var pixels: Int
    /// Pixels of a picture's longer side.
    public var side: Int
    /// Pixels of an animation, all of its frames together.
    public var animationPixels: Int
    public var animationFrames: Int
    /// Pixels of a video's frame (8K is 33 million).
    public var videoPixels: Int
    /// Seconds that a video lasts.
    public var videoSeconds: Double
    /// Wall-clock seconds of one step with a picture.
    public var imageTime: Double
    /// Wall-clock seconds of one step with a video.
    public var videoTime: Double
    /// Address space of a tool, in bytes (RLIMIT_AS).
    public var memory: Int64
    /// Bytes of the largest file that a tool may write (RLIMIT_FSIZE).
    public var writes: Int64
    /// Threads that a tool may keep busy.
    public var threads: Int

    public init(
        imageBytes: Int64 = 100_000_000, videoBytes: Int64 = 4_000_000_000, pixels: Int = 120_000_000,
        side: Int = 16_384, animationPixels: Int = 600_000_000, animationFrames: Int = 2_000,
        videoPixels: Int = 36_000_000, videoSeconds: Double = 4 * 3_600, imageTime: Double = 60,
        videoTime: Double = 3_600, memory: Int64 = 4 << 30, writes: Int64 = 5_000_000_000, threads: Int = 2
    ) {
        (self.imageBytes, self.videoBytes, self.pixels, self.side) = (imageBytes, videoBytes, pixels, side)
        (self.animationPixels, self.animationFrames) = (animationPixels, animationFrames)
        (self.videoPixels, self.videoSeconds) = (videoPixels, videoSeconds)
        (self.imageTime, self.videoTime) = (imageTime, videoTime)
        (self.memory, self.writes, self.threads) = (memory, writes, max(1, threads))
    }

    public static let standard = MediaLimits()
}
