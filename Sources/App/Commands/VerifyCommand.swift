import ArgumentParser
import Dialogue
import Foundation
import Kernel

/// Checks a signed snapshot, on any machine: no installation is opened.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check the hash and the signature of a signed snapshot.",
        discussion: """
            Exit status 0 when the file is what was signed, 1 when it was changed or signed with another key, 2 when it \
            is no snapshot. A good signature proves that the installation with this key held this content at that \
            instant; not that the network showed it, nor who wrote it.
            """)

    @Argument(help: "The file that was downloaded, or - for standard input.")
    var file: String

    @Option(help: "The installation's public key in base64, as its page /protection shows it.")
    var key: String?

    func run() async throws {
        let bytes = try read()
        let proof: SnapshotProof
        do { proof = try SnapshotProof(bytes) } catch let failure as Failure {
            throw Failure(.unusable, "\(file): \(failure.cause)")
        }
        print("taken     \(plain(proof.takenAt)) by \(plain(proof.takenBy))")
        print("reason    \(plain(proof.reason))")
        print("messages  \(proof.messages)")
        print("sha256    \(plain(proof.sha256))")
        print("key       \(plain(proof.publicKey))")
        if let fault = proof.fault { throw bad(fault) }
        if let key, key != proof.publicKey { throw bad("the file was signed with another key") }
        print(
            key == nil
                ? "The signature is good. Compare the key with the one that the hospital shows, or give it with --key."
                : "The signature is good, and the key is the one that you gave.")
        print("It proves that this content was held at that instant; not that the network showed it, nor who wrote it.")
    }

    private func bad(_ fault: String) -> ExitCode {
        print("NOT VALID: \(fault)")
        return ExitCode(1)
    }

    /// What a file says of itself may hold anything: not what would steer a terminal.
    private func plain(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.prefix(1_000).filter { $0.properties.generalCategory != .control }))
    }

    private func read() throws -> [UInt8] {
        if file == "-" {
            return Array(try FileHandle.standardInput.read(upToCount: SnapshotProof.largest + 1) ?? Data())
        }
        guard let handle = FileHandle(forReadingAtPath: file),
            let data = try? handle.read(upToCount: SnapshotProof.largest + 1)
        else { throw Failure(.unusable, "\(file): cannot be read") }
        return Array(data)
    }
}
