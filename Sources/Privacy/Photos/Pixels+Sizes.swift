import CFaces

/// The same picture at other sizes and turned: a face is looked for at several.
extension Pixels {
    /// Half as wide and high, each pixel the mean of four; nil when one side would be nothing.
    func halved() -> Pixels? {
        guard width > 1, height > 1 else { return nil }
        let (columns, rows) = (width / 2, height / 2)
        let half = [UInt8](unsafeUninitializedCapacity: columns * rows * 3) { out, count in
            bytes.withUnsafeBufferPointer { bytes in
                guard let to = out.baseAddress, let from = bytes.baseAddress else { return }
                for row in 0..<rows {
                    let top = from + row * 2 * width * 3
                    cf_halve(to + row * columns * 3, top, top + width * 3, columns)
                }
            }
            count = columns * rows * 3
        }
        return Pixels(checked: columns, rows, half)
    }

    /// Twice as wide and high; between two pixels lie a quarter and three quarters of each.
    func doubled() -> Pixels {
        let columns = width * 2
        let large = [UInt8](unsafeUninitializedCapacity: count * 4 * 3) { out, count in
            for row in 0..<height * 2 {
                let near = row / 2
                let far = min(max(near + (row % 2) * 2 - 1, 0), height - 1)
                let line = UnsafeMutableBufferPointer(rebasing: out[row * columns * 3..<(row + 1) * columns * 3])
                blend(near * width * 3, far * width * 3, into: line)
            }
            count = self.count * 4 * 3
        }
        return Pixels(checked: columns, height * 2, large)
    }

    /// One line of a doubled picture, three parts of the line that begins at `near` and one of that at `far`.
    private func blend(_ near: Int, _ far: Int, into line: UnsafeMutableBufferPointer<UInt8>) {
        bytes.withUnsafeBufferPointer { bytes in
            for column in 0..<width * 2 {
                let here = column / 2
                let there = min(max(here + (column % 2) * 2 - 1, 0), width - 1)
                for colour in 0..<3 {
                    let (left, right) = (here * 3 + colour, there * 3 + colour)
                    let upper = 3 * Int(bytes[near + left]) + Int(bytes[near + right])
                    let lower = 3 * Int(bytes[far + left]) + Int(bytes[far + right])
                    line[column * 3 + colour] = UInt8(truncatingIfNeeded: (3 * upper + lower + 8) >> 4)
                }
            }
        }
    }

    func turned(_ turn: Turn) -> Pixels {
        guard turn != .none else { return self }
        let (columns, rows) = turn == .over ? (width, height) : (height, width)
        // What one step to the right in the turned picture is in this one, one step down, and where both begin.
        let (right, down, start) =
            switch turn {
            case .none: (1, width, 0)
            case .left: (width, -1, width - 1)
            case .right: (-width, 1, (height - 1) * width)
            case .over: (-1, -width, count - 1)
            }
        let turned = [UInt8](unsafeUninitializedCapacity: bytes.count) { out, count in
            bytes.withUnsafeBufferPointer { bytes in
                var to = 0
                for row in 0..<rows {
                    var from = (start + row * down) * 3
                    for _ in 0..<columns {
                        out[to] = bytes[from]
                        out[to + 1] = bytes[from + 1]
                        out[to + 2] = bytes[from + 2]
                        to += 3
                        from += right * 3
                    }
                }
            }
            count = columns * rows * 3
        }
        return Pixels(checked: columns, rows, turned)
    }
}
