import Deontology
import Foundation
import Kernel
import Networks
import Synchronization

/// What the pretended network does with what it has published: edited, deleted, counted, as it is told.
final class FakeAfter: Sendable {
    enum Act: Sendable, Equatable {
        case edit(String, String)
        case delete(String)
    }
    enum Manner: Sendable {
        case takes
        /// Does it, and its answer never comes.
        case takesInSilence
        /// Does not do it, and does not answer either.
        case silence
        case refuses(Failure, wait: Double?)
    }

    private struct State {
        var acts: [Act] = []
        var manners: [Manner] = []
        var texts: [String: String] = [:]
        var gone: Set<String> = []
        var asked: [[String]] = []
        var figures: (@Sendable ([Sent]) throws -> [String: PostFigures])?
    }
    private let state = Mutex(State())

    /// Every attempt, in its order.
    var acts: [Act] { state.withLock { $0.acts } }
    /// Every question for figures.
    var asked: [[String]] { state.withLock { $0.asked } }
    /// The next attempts, one each; it takes whatever comes after.
    func behaves(_ manners: Manner...) { state.withLock { $0.manners = manners } }
    func counts(_ body: (@Sendable ([Sent]) throws -> [String: PostFigures])?) { state.withLock { $0.figures = body } }

    /// What stands there now; nil once it is gone.
    func text(_ id: String, _ published: String) -> String? {
        state.withLock { $0.gone.contains(id) ? nil : $0.texts[id] ?? published }
    }

    func edit(_ sent: Sent, _ text: String) -> Sending {
        attempt(.edit(sent.id, text), sent) { $0.texts[sent.id] = text }
    }

    func delete(_ sent: Sent) -> Sending { attempt(.delete(sent.id), sent) { $0.gone.insert(sent.id) } }

    func figures(_ published: [Sent]) throws -> [String: PostFigures] {
        let body = state.withLock { state in
            state.asked.append(published.map(\.id))
            return state.figures
        }
        return try body?(published) ?? [:]
    }

    private func attempt(_ act: Act, _ sent: Sent, _ effect: (inout State) -> Void) -> Sending {
        state.withLock { state in
            state.acts.append(act)
            let manner = state.manners.isEmpty ? Manner.takes : state.manners.removeFirst()
            switch manner {
            case .silence: return .unknown(cause: "no answer within 20 seconds")
            case .refuses(let failure, let wait): return .refused(failure, said: failure.cause, wait: wait)
            case .takes, .takesInSilence: effect(&state)
            }
            if case .takesInSilence = manner { return .unknown(cause: "no answer within 20 seconds") }
            return .sent(sent)
        }
    }
}

/// How the pretended network works on what it took: as it is told.
final class FakeCare: Sendable {
    private struct State {
        var answers: [@Sendable () throws -> Processing] = []
        var looks = 0
        var given: [String] = []
        var fails: [Failure] = []
    }
    private let state = Mutex(State())

    /// The next looks, one each; it is done after them.
    func answers(_ answers: (@Sendable () throws -> Processing)...) { state.withLock { $0.answers = answers } }
    func answers(all answers: [@Sendable () throws -> Processing]) { state.withLock { $0.answers = answers } }
    /// The next subtitles, one each; it takes whatever comes after.
    func refuses(_ failures: Failure...) { state.withLock { $0.fails = failures } }
    var looks: Int { state.withLock { $0.looks } }
    /// Subtitles that it has: `id language first line`.
    var given: [String] { state.withLock { $0.given } }

    func processing(_ sent: Sent) throws -> Processing {
        let next = state.withLock { state -> (@Sendable () throws -> Processing)? in
            state.looks += 1
            return state.answers.isEmpty ? nil : state.answers.removeFirst()
        }
        return try next?() ?? .done
    }

    func caption(_ sent: Sent, _ captions: Cleared<Media>, _ language: String) throws {
        try state.withLock { state in
            if !state.fails.isEmpty { throw state.fails.removeFirst() }
            let text = String(decoding: try Data(contentsOf: URL(filePath: captions.content.path)), as: UTF8.self)
            state.given.append("\(sent.id) \(language) \(text.contains("Bonjour"))")
        }
    }
}
