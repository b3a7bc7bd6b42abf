import Foundation
import Kernel
public import Logging

/// Logs as JSON Lines on standard error: `{"at":"…","level":"info","from":"web","message":"request","status":"200"}`.
/// Install it once: `LoggingSystem.bootstrap { JSONLog(label: $0) }`. What may be in a line is the callers' affair: no
/// text, no name, no address of a person.
public struct JSONLog: LogHandler {
    public var logLevel: Logger.Level
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let write: @Sendable (String) -> Void

    /// `write` gets each line, with its end; standard error when nil.
    public init(label: String, level: Logger.Level = .info, write: (@Sendable (String) -> Void)? = nil) {
        self.label = label
        self.write = write ?? Self.toStandardError
        logLevel = level
    }

    /// One write a line, so that lines of several threads do not mix.
    private static let toStandardError: @Sendable (String) -> Void = { line in
        line.withCString { _ = Foundation.write(2, $0, strlen($0)) }
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { _, new in new } }
        if let own = event.metadata { all.merge(own) { _, new in new } }
        var line = "{\"at\":\"\(Figures.machine(Instant(Date())))\",\"level\":\"\(event.level)\""
        line += ",\"from\":\(Self.quoted(label)),\"message\":\(Self.quoted(event.message.description))"
        if let error = event.error { line += ",\"error\":\(Self.quoted("\(error)"))" }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            line += ",\(Self.quoted(key == "hb.request.id" ? "request" : key)):\(Self.quoted("\(value)"))"
        }
        write(line + "}\n")
    }

    static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case _ where scalar.value < 32 || scalar.value == 127 || scalar.value == 0x2028 || scalar.value == 0x2029:
                out += String(format: "\\u%04x", scalar.value)
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
