import Foundation
import Kernel
import Media
import Privacy

/// Looks at a film: a picture every two seconds, each face once for as long as it stays where it is. What is between the
/// pictures is for people to see. Of an animation, which may be a row of photographs, every frame as far as it goes.
struct FilmLook: Sendable {
    let look: LibraryLook

    /// Seconds between two pictures, and how many there are at least and at most.
    static let (pace, least, most) = (2.0, 5, 60)
    /// Pictures in which writing is looked for: it stays longer than a face.
    static let read = 12
    /// By how much two faces overlap, as a share of what they cover together, that are the same one a moment later.
    static let overlap = 0.3

    /// In seconds, in the middle of as many parts of the same length.
    static func moments(of seconds: Double) -> [Double] {
        moments(min(most, max(least, Int((max(0, seconds) / pace).rounded(.up)))), of: seconds)
    }

    private static func moments(_ count: Int, of seconds: Double) -> [Double] {
        (0..<count).map { seconds * (Double($0) + 0.5) / Double(count) }
    }

    func look(_ path: String, _ facts: MediaFacts) async throws -> LibraryLook.Seen {
        let length = facts.length
        let moments =
            facts.kind == .animation
            ? Self.moments(min(Self.most, max(1, facts.frames)), of: length) : Self.moments(of: length)
        let stills = try await Renderer(look.bench).stills(of: path, at: moments).map(\.path)
        var found: [[LibraryItem.FaceBox]] = []
        for (index, still) in stills.enumerated() {
            found.append(
                try await look.faces(still).map { face in
                    var face = face
                    face.second = Self.rounded(moments[index])
                    face.from = index == 0 ? 0 : moments[index - 1]
                    face.until = index == moments.count - 1 ? length : moments[index + 1]
                    return face
                })
        }
        // The picture with the most faces stands for the film.
        guard let best = found.indices.max(by: { found[$0].count < found[$1].count }) else {
            throw Failure(.unusable, "a video without a picture", words: "media.truncated")
        }
        let faces = Array(Self.appearances(found).prefix(FaceActions.most))
        var seen = LibraryLook.Seen(faces: faces, text: try await text(stills))
        seen.pictures = try await pictures(zip(moments, stills).map { ($0, $1) }, faces, best: stills[best])
        Self.sweep(stills, seen.pictures)
        return seen
    }

    /// The pictures of a film whose faces are known, made anew.
    func pictures(
        of path: String, _ facts: MediaFacts, _ faces: [LibraryItem.FaceBox]
    ) async throws -> [(made: Rendition, path: String)] {
        let covered = faces.filter(\.isBlurred)
        let best =
            Self.moments(of: facts.length).first { moment in
                !covered.contains { ($0.from ?? 0)...($0.until ?? facts.length) ~= moment }
            } ?? facts.length / 2
        let moments = Set(faces.compactMap(\.second)).sorted() + [best]
        let stills = try await Renderer(look.bench).stills(of: path, at: moments).map(\.path)
        let made = try await pictures(
            zip(moments, stills).map { ($0, $1) }, faces, best: stills[stills.count - 1])
        Self.sweep(stills, made)
        return made
    }

    /// One for the film, large and small, and one of each moment at which a face is shown.
    private func pictures(
        _ stills: [(moment: Double, path: String)], _ faces: [LibraryItem.FaceBox], best: String
    ) async throws -> [(made: Rendition, path: String)] {
        var pictures = [
            try await look.shown(best, "view", LibraryLook.view),
            try await look.shown(best, "thumbnail", LibraryLook.thumbnail),
        ]
        var done: Set<Double> = []
        for still in stills {
            let second = Self.rounded(still.moment)
            guard done.insert(second).inserted, faces.contains(where: { $0.second == second }),
                let purpose = Self.purpose(second)
            else { continue }
            pictures.append(try await look.shown(still.path, purpose, LibraryLook.view))
        }
        return pictures
    }

    private static func sweep(_ stills: [String], _ pictures: [(made: Rendition, path: String)]) {
        let kept = Set(pictures.map(\.path))
        for still in Set(stills) where !kept.contains(still) { try? FileManager.default.removeItem(atPath: still) }
    }

    /// To tenths of a second.
    private static func rounded(_ moment: Double) -> Double { (moment * 10).rounded() / 10 }

    /// What is written, once.
    private func text(_ stills: [String]) async throws -> String {
        var texts: [String] = []
        let step = max(1, (stills.count + Self.read - 1) / Self.read)
        for still in Set(stride(from: 0, to: stills.count, by: step).map { stills[$0] }).sorted() {
            let words = try await look.text(still)
            if !words.isEmpty, !texts.contains(words) { texts.append(words) }
        }
        return String(texts.joined(separator: "\n").prefix(LibraryLook.longestText))
    }

    // MARK: Faces

    /// Under what name the picture of a moment lies, in tenths of a second.
    static func purpose(_ second: Double?) -> String? { second.map { "still-\(Int(($0 * 10).rounded()))" } }

    /// A face that stays where it is from one picture to the next is one, at the moment at which it is largest.
    static func appearances(_ found: [[LibraryItem.FaceBox]]) -> [LibraryItem.FaceBox] {
        var all: [LibraryItem.FaceBox] = []
        var before: [(index: Int, face: LibraryItem.FaceBox)] = []
        for faces in found {
            var now: [(index: Int, face: LibraryItem.FaceBox)] = []
            for face in faces {
                let same = before.filter { one in !now.contains { $0.index == one.index } }
                    .max { $0.face.shared(with: face) < $1.face.shared(with: face) }
                if let same, same.face.shared(with: face) >= overlap {
                    let from = all[same.index].from
                    if face.width * face.height > all[same.index].width * all[same.index].height {
                        all[same.index] = face
                    }
                    (all[same.index].from, all[same.index].until) = (from, face.until)
                    now.append((same.index, face))
                } else {
                    now.append((all.count, face))
                    all.append(face)
                }
            }
            before = now
        }
        return all
    }
}

extension LibraryItem.FaceBox {
    /// What both cover, of what they cover together: 0…1.
    fileprivate func shared(with other: LibraryItem.FaceBox) -> Double {
        let wide = min(x + width, other.x + other.width) - max(x, other.x)
        let high = min(y + height, other.y + other.height) - max(y, other.y)
        guard wide > 0, high > 0 else { return 0 }
        return Double(wide * high) / Double(width * height + other.width * other.height - wide * high)
    }
}
