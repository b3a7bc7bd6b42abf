/// The pieces of the vocabulary as a double array (Aoe 1989): a child of `node` by `byte` is at `base[node] + byte`, and
/// is really its child when `owner` there says so. A walk touches one place of memory a byte.
struct PieceTrie {
    /// One place: where its children are, whose child it is (-1: free), and the piece that ends here (-1: none).
    struct Place: BitwiseCopyable {
        var base: Int32
        var owner: Int32
        var piece: Int32
    }

    let places: UnsafeBufferPointer<Place>

    /// Calls `found` with the length and number of every piece that `bytes` begins with from `start` on.
    @inline(__always)
    func each(in bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ found: (Int, Int32) -> Void) {
        var node = 0
        var at = start
        while at < bytes.count {
            let next = Int(places[node].base) + Int(bytes[at])
            guard next < places.count, places[next].owner == Int32(node) else { return }
            node = next
            at += 1
            if places[node].piece >= 0 { found(at - start, places[node].piece) }
        }
    }
}

/// Lays a vocabulary out as a double array.
struct PieceTrieBuilder {
    private(set) var places = [PieceTrie.Place(base: 1, owner: 0, piece: -1)]
    private var firstFree = 1

    /// `pieces` in the order of their numbers; of two equal ones the last counts.
    init(_ pieces: [[UInt8]]) {
        let order = pieces.indices.sorted { pieces[$0].lexicographicallyPrecedes(pieces[$1]) }
        // Each entry is a node, the pieces below it, and its depth.
        var waiting: [(node: Int, range: Range<Int>, depth: Int)] = [(0, 0..<order.count, 0)]
        while let (node, range, depth) = waiting.popLast() {
            var children: [(byte: UInt8, range: Range<Int>)] = []
            for index in range {
                let piece = pieces[order[index]]
                if piece.count == depth {
                    if depth > 0 { places[node].piece = Int32(order[index]) }
                } else if let last = children.last, last.byte == piece[depth] {
                    children[children.count - 1].range = last.range.lowerBound..<(index + 1)
                } else {
                    children.append((piece[depth], index..<(index + 1)))
                }
            }
            guard !children.isEmpty else { continue }
            let base = room(for: children.map { Int($0.byte) })
            places[node].base = Int32(base)
            for child in children {
                places[base + Int(child.byte)].owner = Int32(node)
                waiting.append((base + Int(child.byte), child.range, depth + 1))
            }
        }
    }

    /// The first base at which all these children find a free place.
    private mutating func room(for bytes: [Int]) -> Int {
        while firstFree < places.count, places[firstFree].owner >= 0 { firstFree += 1 }
        var base = max(1, firstFree - bytes[0])
        var tries = 0
        while true {
            let top = base + bytes[bytes.count - 1]
            while places.count <= top { places.append(PieceTrie.Place(base: 0, owner: -1, piece: -1)) }
            if bytes.allSatisfy({ places[base + $0].owner < 0 }) { return base }
            base += 1
            tries += 1
            // A crowded beginning is left behind rather than searched for ever.
            if tries == 256 { firstFree = max(firstFree, base) }
        }
    }
}
