/// Codes of the geographic (latitude first) coordinate systems of the EPSG register, as the universal feed parser has
/// them.
enum GeographicSystems {
    static func contains(_ code: Int) -> Bool { ranges.contains { $0.contains(code) } }

    private static let ranges: [ClosedRange<Int>] = [
        3819...3819, 3821...3821, 3824...3824, 3889...3889, 3906...3906, 4001...4016, 4018...4025, 4027...4036,
        4041...4047, 4052...4055, 4075...4075, 4081...4081, 4120...4176, 4178...4185, 4188...4216, 4218...4289,
        4291...4304, 4306...4319, 4322...4322, 4324...4324, 4326...4326, 4463...4463, 4470...4470, 4475...4475,
        4483...4483, 4490...4490, 4555...4555, 4558...4558, 4600...4646, 4657...4765, 4801...4811, 4813...4821,
        4823...4824, 4901...4904, 4979...4979,
    ]
}
