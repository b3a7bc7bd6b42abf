import ArgumentParser
import Foundation
import Kernel
import Listening
import People
import Storage

/// Looks an installation over, and says how to mend what is wrong.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Say what is wrong with an installation, and how to mend it.",
        discussion: "Exit status 1 when something must be mended.")

    @OptionGroup var installation: InstallationOptions

    @Flag(help: "Have jobs that gave up tried again.")
    var revive = false

    func run() async throws {
        var doctor = Doctor()
        let settings: Settings
        do {
            settings = try await installation.load()
            doctor.good("settings can be read")
        } catch let failure as Failure {
            doctor.bad(
                failure.cause, "correct it in the settings file, the environment or the flags; see: resonance settings")
            throw doctor.end()
        }
        if revive { try await Self.revive(settings) }
        await doctor.examine(settings)
        throw doctor.end()
    }

    private static func revive(_ settings: Settings) async throws {
        let house = try await House.open(settings)
        let queue = JobQueue(house.database)
        for job in try await queue.dead(limit: 10_000) { try await queue.revive(job.id) }
        try await house.close()
    }
}
