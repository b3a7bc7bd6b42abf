import Foundation
import Logging
import Web

/// Where log lines go. None of them holds personal data: paths are patterns, causes quote nothing.
enum Log {
    /// For commands: warnings and worse, on standard error.
    static func quiet(_ settings: Settings) -> Logger {
        var logger = Logger(label: "resonance") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = max(settings.logLevel, .warning)
        return logger
    }

    /// For the server: JSON Lines, or text for a terminal.
    static func server(_ settings: Settings) -> Logger {
        let (level, format) = (settings.logLevel, settings.logFormat)
        LoggingSystem.bootstrap { label in
            switch format {
            case .json: return JSONLog(label: label, level: level)
            case .text:
                var handler = StreamLogHandler.standardError(label: label)
                handler.logLevel = level
                return handler
            }
        }
        return Logger(label: "resonance")
    }
}
