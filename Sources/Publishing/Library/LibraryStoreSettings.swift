public import Wire

/// The object store that several nodes share for the files of the library.
public struct LibraryStoreSettings: Sendable {
    public let store: ObjectStore
    /// Bytes of copies that this machine keeps for tools that read files.
    public let room: Int64

    public init(_ store: ObjectStore, room: Int64) { (self.store, self.room) = (store, room) }
}
