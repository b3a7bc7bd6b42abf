import Encoder
import Kernel

/// The sentence encoder, where its weights are installed: without them the small models judge alone.
enum InstalledEncoder {
    /// What the setting says to do without.
    static let none = "none"

    /// The one that the settings name.
    /// - Throws: `Failure(.notFound)` when it was asked for and is not there; `.unusable` when its file is damaged.
    static func load(_ settings: Settings) throws -> Encoder? {
        settings.encoder == none ? nil : try load(settings.encoder, isAskedFor: settings.encoderIsAskedFor)
    }

    /// The one at `path`; when nil, the one beside the program, if it is there.
    static func load(path: String?) throws -> Encoder? {
        path == none ? nil : try load(path ?? Settings.besideProgram("encoder.bin"), isAskedFor: path != nil)
    }

    private static func load(_ path: String, isAskedFor: Bool) throws -> Encoder? {
        do {
            return try Encoder(path)
        } catch let failure as Failure where failure.kind == .notFound && !isAskedFor {
            return nil
        }
    }
}
