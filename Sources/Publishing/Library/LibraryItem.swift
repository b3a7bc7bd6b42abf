import Foundation
import Kernel
import Storage

/// A picture or a video of the hospital's, cleaned when it came in.
struct LibraryItem: Sendable, Equatable, Identifiable {
    enum State: String, Sendable, SQLBindable { case working, ready, failed, retired }

    let id: Int64
    /// SHA-256 of the cleaned master, in hexadecimal.
    let digest: String
    let kind: String
    let mime: String
    let bytes: Int64
    let width: Int
    let height: Int
    let seconds: Double?
    let title: String
    /// What it shows, proposed wherever it is used.
    let alt: String
    let credit: String
    let licence: String
    let licenceUntil: Instant?
    let series: String?
    let isMadeByMachine: Bool
    let faces: [FaceBox]
    /// What is written in the picture.
    let readText: String
    /// What was taken out of the file: `gps`, `device`, …
    let removed: [String]
    /// WebVTT.
    let captions: String?
    let transcript: String?
    let state: State
    let error: String?
    let createdBy: Int64
    let createdAt: Instant
    let changedAt: Instant
    /// What was made of it for networks; empty where nobody asked for it with the item.
    var renditions: [Rendition] = []

    /// Moves with each change: a form that was made of an older one is refused.
    var seen: Int64 { changedAt.microseconds }
    /// Whether a post may show it.
    var isUsable: Bool { state == .ready && !alt.isEmpty }

    /// Where a face is, in pixels of the master, and what stands for it.
    struct FaceBox: Sendable, Equatable, Codable {
        var x: Int
        var y: Int
        var width: Int
        var height: Int
        var score: Double
        /// Who agreed to be shown.
        var release: Int64?
        /// Made unrecognisable in the master.
        var isBlurred = false
        /// No face: a person looked.
        var isNone = false
        /// Who said what stands for it, or that a face is here; nil while nobody has.
        var by: Int64?
        /// Found by a person, not by the finder.
        var isAdded: Bool?
        /// Of a film: the moment at which it is seen, in seconds.
        var second: Double?
        /// Of a film: between which seconds it may be seen, from the last look without it to the next one; nil for what a
        /// person added.
        var from: Double?
        var until: Double?

        /// Whether somebody who can be recognised is shown, and nobody has said yet by which right.
        var isOpen: Bool { release == nil && !isBlurred && !isNone }
        /// Of a film: what has to be covered for it not to be seen; nil where nobody knows.
        var span: ClosedRange<Double>? {
            guard let from, let until, from <= until else { return nil }
            return from...until
        }
    }
}

/// Somebody agreed to be shown.
struct ImageRelease: Sendable, Equatable, Identifiable {
    let id: Int64
    let person: String
    let contact: String
    let isMinor: Bool
    /// Of parental authority, one a line; empty for a grown-up.
    let holders: String
    /// Networks on which they may be shown; empty for all.
    let networks: [Network]
    let purpose: String
    let beginsAt: Instant
    let endsAt: Instant
    let withdrawnAt: Instant?
    /// What was signed, by what is in it.
    var proof: String?
    var proofMime: String?

    /// Whether it lets its person be shown on `network` at `moment`.
    func covers(_ network: Network, at moment: Instant) -> Bool {
        withdrawnAt == nil && beginsAt <= moment && moment < endsAt
            && (networks.isEmpty || networks.contains(network))
    }
}

/// What one network takes of an item.
struct Rendition: Sendable, Equatable {
    let purpose: String
    let digest: String
    let mime: String
    let bytes: Int64
    let width: Int
    let height: Int
    let seconds: Double?
}

extension LibraryItem {
    /// What leaves: an animation may be a still picture, or a silent film, for a network.
    func kind(as made: Rendition?) -> String {
        guard let made else { return kind }
        if made.mime.hasPrefix("video/") { return "video" }
        return made.mime == "image/gif" && kind == "animation" ? kind : "image"
    }
}

extension LibraryItem.FaceBox {
    /// A place in a still picture, or the seconds of a film.
    func canBeCovered(in item: LibraryItem) -> Bool { item.kind == "image" || (item.kind == "video" && span != nil) }
}
