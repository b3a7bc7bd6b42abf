/// Finds which care services a text speaks of, by the names and synonyms that the hospital gives them.
public struct ServiceNames: Sendable {
    public init(_ services: [(id: Int64, names: [String])]) {}

    /// Identifiers of the services named in `text`, in the order in which they first appear.
    public func services(in text: String) -> [Int64] { [] }
}
