import Foundation
import Logging
import Storage

// A node that the tests kill with SIGKILL in the middle of its work: `StorageCrashHelper MODE LOCATION`. It prints
// "ready" when the moment has come, and would otherwise go on for minutes.

let arguments = CommandLine.arguments
guard arguments.count == 3 else { exit(2) }
let place = arguments[2]
let location: Database.Location = place.hasPrefix("postgresql:") ? .postgresql(place) : .folder(place)
let database = try Database.open(location, logger: Logger(label: "crash"))

@Sendable func ready() { FileHandle.standardOutput.write(Data("ready\n".utf8)) }

switch arguments[1] {
case "transaction":
    try await database.write { connection in
        for number in 0..<2_000 { try connection.execute("INSERT INTO thing (id) VALUES ($1)", 1_000 + number) }
        ready()
        sleep(300)
    }
case "migration":
    let count = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000)"
    let slow = Migration(
        "test-0002-slow", "CREATE TABLE slow (id INT64 PRIMARY KEY)", "INSERT INTO slow (id) VALUES (1)",
        "\(count) SELECT count(*) FROM n")
    let thing = Migration("test-0001-thing", "CREATE TABLE thing (id INT64 PRIMARY KEY)")
    Thread.detachNewThread {
        usleep(500_000)
        ready()
    }
    try await database.migrate([thing, slow])
case "lease":
    let jobs = try await JobQueue(database, lease: 2).take(1, kinds: ["work"], owner: "killed")
    guard jobs.count == 1 else { exit(3) }
    ready()
    sleep(300)
default: exit(2)
}
