/// Disjoint byte ranges, kept sorted.
struct Intervals {
    private var ranges: [Range<Int>] = []

    init(_ ranges: [Range<Int>]) { self.ranges = ranges.sorted { $0.lowerBound < $1.lowerBound } }

    private func place(_ range: Range<Int>) -> Int {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func touches(_ range: Range<Int>) -> Bool {
        let at = place(range)
        return at < ranges.count && ranges[at].lowerBound < range.upperBound
    }

    /// The words at the end or the start of a name that no other finding covers; nil when there are none.
    func free(of bytes: Range<Int>, _ page: Page, _ tokens: Range<Int>) -> Range<Int>? {
        guard touches(bytes) else { return bytes }
        let open = tokens.filter {
            page.tokens[$0].isWord && !touches(Int(page.tokens[$0].start)..<Int(page.tokens[$0].end))
        }
        guard let first = open.first, let last = open.last, last - first < open.count * 2 else { return nil }
        let range = Int(page.tokens[first].start)..<Int(page.tokens[last].end)
        return touches(range) || range.count < 3 ? nil : range
    }

    /// Adds a range unless it touches another.
    mutating func insert(_ range: Range<Int>) -> Bool {
        let at = place(range)
        if at < ranges.count, ranges[at].lowerBound < range.upperBound { return false }
        ranges.insert(range, at: at)
        return true
    }
}
