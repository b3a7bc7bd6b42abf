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
    let by: String?
    let isOpen: Bool
    let isBlurred: Bool
    let isSaid: Bool
    let mayBlur: Bool

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
        by = face.by.flatMap { names[$0] }.map { context.word("library.said_by", ["name": $0]) }
        isOpen = face.isOpen
        isBlurred = face.isBlurred
        isSaid = face.release != nil || face.isNone
        mayBlur = item.kind == "image" && !face.isBlurred
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
