import Kernel
import Web

/// One face of a picture: where it is, and what stands for it.
struct FaceLine: Encodable, Sendable {
    let number: Int
    let x: Int
    let y: Int
    let width: Int
    let height: Int
    /// Where its number is written on the picture.
    let labelX: Int
    let labelY: Int
    let size: Int
    let place: String
    let tone: String
    let state: String
    /// Whose word it is.
    let decider: String?
    let isOpen: Bool
    let isBlurred: Bool
    let isSaid: Bool
    let mayBlur: Bool
    /// What its button says.
    let blurring: String
    /// Of a film: the picture of its moment, the part of it around the face (SVG's viewBox), and the moment in words.
    let still: String?
    let part: String
    let frameWidth: Int
    let frameHeight: Int
    let moment: String?

    init(
        _ face: LibraryItem.FaceBox, _ index: Int, _ releases: [ImageRelease], _ names: [Int64: String],
        _ item: LibraryItem, _ context: SignedInContext
    ) {
        number = index + 1
        (x, y, width, height) = (face.x, face.y, face.width, face.height)
        size = max(item.width / 28, 12)
        labelX = face.x + size / 4
        labelY = max(face.y - size / 4, size)
        place = context.word(
            "library.face_place",
            [
                "place": Self.place(face, item, context), "width": context.figures.integer(face.width),
                "height": context.figures.integer(face.height),
            ])
        let release = face.release.flatMap { id in releases.first { $0.id == id } }
        let isGood = release?.isGood(at: context.site.clock.now()) ?? false
        let key =
            face.isBlurred
            ? "face_blurred"
            : face.isNone ? "face_none" : face.release == nil ? "face_open" : isGood ? "face_covered" : "face_over"
        let name =
            FaceActions.mayRelease(context.person) ? release?.person : context.word("library.somebody_shown")
        state = context.word("library.\(key)", ["name": name ?? ""])
        tone = ["face_open": "warn", "face_over": "bad"][key] ?? "good"
        decider = face.by.flatMap { names[$0] }.map { context.word("library.said_by", ["name": $0]) }
        isOpen = face.isOpen
        isBlurred = face.isBlurred
        isSaid = face.release != nil || face.isNone
        mayBlur = !face.isBlurred && face.canBeCovered(in: item)
        let span = item.kind == "video" ? face.span : nil
        blurring =
            span.map { span in
                context.word(
                    "library.face_blur_film",
                    ["from": Self.clock(span.lowerBound), "until": Self.clock(span.upperBound.rounded(.up))])
            } ?? context.word("library.face_blur")
        still = face.second.map { "/library/\(item.id)/still/\(Int(($0 * 10).rounded()))" }
        part = Self.part(face, item)
        (frameWidth, frameHeight) = (item.width, item.height)
        moment = face.second.map { context.word("library.face_moment", ["time": Self.clock($0)]) }
    }

    /// The face with half of its size around it, inside of the picture.
    private static func part(_ face: LibraryItem.FaceBox, _ item: LibraryItem) -> String {
        let (left, top) = (max(0, face.x - face.width / 2), max(0, face.y - face.height / 2))
        let (right, bottom) = (
            min(item.width, face.x + face.width * 3 / 2), min(item.height, face.y + face.height * 3 / 2)
        )
        return "\(left) \(top) \(max(1, right - left)) \(max(1, bottom - top))"
    }

    /// Minutes and seconds, as players show them.
    private static func clock(_ second: Double) -> String {
        let whole = Int(second)
        return "\(whole / 60):" + (whole % 60 < 10 ? "0" : "") + "\(whole % 60)"
    }

    /// In words, for those who do not see the picture: thirds of its width and height.
    private static func place(_ face: LibraryItem.FaceBox, _ item: LibraryItem, _ context: SignedInContext) -> String {
        let across = 3 * (face.x + face.width / 2) / max(item.width, 1)
        let down = 3 * (face.y + face.height / 2) / max(item.height, 1)
        let row = ["top", "middle", "bottom"][min(max(down, 0), 2)]
        let column = ["left", "centre", "right"][min(max(across, 0), 2)]
        return context.word("library.place_\(row)_\(column)")
    }
}
