public import Kernel

/// The version of LinkedIn's interfaces that we speak, by the month of its release. LinkedIn answers each for a year at
/// least (https://learn.microsoft.com/linkedin/marketing/versioning); afterwards every call is refused with HTTP 426 and
/// the words of `networks.old_version`, until this line is changed and the rest read anew against the changelog.
public enum LinkedInVersion {
    /// September 2026.
    public static let current = "202609"

    /// From then on LinkedIn may refuse what we send.
    public static let end = Instant(seconds: 1_819_756_800)  // 2027-09-01

    /// True in the last two months, when it is time to change.
    public static func isEnding(at now: Instant) -> Bool { now > end.adding(days: -60) }
}
