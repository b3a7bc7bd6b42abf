/// Numbers in one place, all zero at first.
final class Numbers {
    let start: UnsafeMutablePointer<Float>

    init(_ count: Int) {
        start = .allocate(capacity: count)
        start.initialize(repeating: 0, count: count)
    }

    deinit { start.deallocate() }
}
