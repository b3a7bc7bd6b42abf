/// Where a figure was read.
public struct FigureSource: Sendable, Equatable {
    /// Its key in the table of sources.
    public let id: String
    /// Address, repository and path, or words, for a person.
    public let place: String
    /// The day on which it was read or says that it was written, in days since 1970-01-01 UTC, where that is known. A
    /// month alone counts as its first day.
    public let seenOn: Int?

    public init(id: String, place: String, seenOn: Int?) {
        (self.id, self.place, self.seenOn) = (id, place, seenOn)
    }
}
