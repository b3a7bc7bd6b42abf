import Foundation
import Logging
import Web

/// Where log lines go. None of them holds personal data: paths are patterns, causes quote nothing.
enum Logging {
    /// For commands: warnings and worse, on standard error.
    static func quiet(_ settings: Settings) -> Logger {
        var logger = Logger(label: "resonance") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = max(settings.logLevel, .warning)
        return logger
    }
}
