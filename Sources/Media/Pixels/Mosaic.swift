import Foundation
import Kernel

/// A region of a picture as a few large squares, or one: what was there cannot be had again.
///
/// Fine mosaics can: networks recognise faces in squares of a seventh of the face, given a short list of whom it may be
/// (R. McPherson, R. Shokri, V. Shmatikov, "Defeating Image Obfuscation with Deep Learning", arXiv:1609.00408). Four
/// squares a side, in eight steps of each colour, hold less than 150 bits.
struct Mosaic {
    /// Squares along a region's longer side.
    static let most = 4
    /// Shortest side of a square; a region that is too small for it is of one colour.
    static let least = 8

    /// Bytes of eight-bit pixels, row after row.
    let path: String
    let width: Int
    let height: Int
    /// Bytes of a pixel: 3, or 4 with transparency.
    let bands: Int

    func cover(_ region: PixelRect, _ style: Blur.Style) throws {
        let longer = max(region.width, region.height)
        let square = (longer + Self.most - 1) / Self.most
        let isSolid = style == .solid || min(region.width, region.height) < Self.least || square < Self.least
        let side = isSolid ? longer : square
        guard let handle = FileHandle(forUpdatingAtPath: path) else {
            throw Failure(.broken, "the pixels of a picture cannot be opened")
        }
        defer { try? handle.close() }
        for top in stride(from: region.top, to: region.top + region.height, by: side) {
            let rows = top..<min(top + side, region.top + region.height)
            let colours = try means(handle, region, rows, side)
            try paint(handle, region, rows, side, colours)
            try Task.checkCancellation()
        }
    }

    private func offset(_ row: Int, _ left: Int) -> UInt64 { UInt64((row * width + left) * bands) }

    /// The colour of each square in a band of rows: the mean, in eight steps.
    private func means(_ handle: FileHandle, _ region: PixelRect, _ rows: Range<Int>, _ side: Int) throws -> [[UInt8]] {
        let columns = (region.width + side - 1) / side
        var sums = [Int](repeating: 0, count: columns * 3)
        for row in rows {
            let bytes = try read(handle, row, region)
            for x in 0..<region.width {
                let (at, cell) = (x * bands, x / side * 3)
                for band in 0..<3 { sums[cell + band] += Int(bytes[at + band]) }
            }
        }
        return (0..<columns).map { column in
            let count = max(1, (min(region.width, (column + 1) * side) - column * side) * rows.count)
            return (0..<3).map { UInt8(min(255, sums[column * 3 + $0] / count / 32 * 32 + 16)) } + [255]
        }
    }

    private func read(_ handle: FileHandle, _ row: Int, _ region: PixelRect) throws -> [UInt8] {
        try handle.seek(toOffset: offset(row, region.left))
        let bytes = [UInt8](try handle.read(upToCount: region.width * bands) ?? Data())
        guard bytes.count == region.width * bands else { throw Failure(.broken, "fewer pixels than a picture has") }
        return bytes
    }

    private func paint(
        _ handle: FileHandle, _ region: PixelRect, _ rows: Range<Int>, _ side: Int, _ colours: [[UInt8]]
    ) throws {
        let line = Data((0..<region.width).flatMap { colours[$0 / side].prefix(bands) })
        for row in rows {
            try handle.seek(toOffset: offset(row, region.left))
            try handle.write(contentsOf: line)
        }
    }
}
