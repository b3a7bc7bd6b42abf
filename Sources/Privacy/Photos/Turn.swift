/// How a picture is turned before it is searched: who lies in a bed has a face that lies too.
enum Turn: CaseIterable {
    case none
    /// A quarter against the clock: what was at the right is on top.
    case left
    /// A quarter with the clock: what was at the left is on top.
    case right
    case over

    /// A box of the turned picture, in the picture of `width` × `height` that was turned.
    func undone(_ box: FaceBox, width: Float, height: Float) -> FaceBox {
        var undone = box
        switch self {
        case .none: break
        case .left:
            (undone.left, undone.right) = (width - box.bottom, width - box.top)
            (undone.top, undone.bottom) = (box.left, box.right)
        case .right:
            (undone.left, undone.right) = (box.top, box.bottom)
            (undone.top, undone.bottom) = (height - box.right, height - box.left)
        case .over:
            (undone.left, undone.right) = (width - box.right, width - box.left)
            (undone.top, undone.bottom) = (height - box.bottom, height - box.top)
        }
        return undone
    }
}
