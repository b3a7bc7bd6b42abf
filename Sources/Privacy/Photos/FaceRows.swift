/// Takes the rows of a layer from top to bottom. Layers are chained, each row goes as far down as it can: a picture of
/// twelve million pixels never lies whole in memory between two layers.
protocol FaceRows: AnyObject {
    /// The next row: its pixels' values, pixel after pixel.
    func take(_ row: UnsafePointer<Float>)
    /// There are no more rows.
    func end()
}
