import Kernel

/// What the user and the composition say about a reading.
struct ReadingOptions {
    let mapping: Mapping?
    let limits: ArchiveLimits
    let now: Instant
    let plainText: @Sendable (String) -> String
}

/// The state of one reading: the file, the member, the piece, and the records that wait to be given.
final class Reading {
    /// Bytes between two signs of progress when there is nothing else to say.
    private static let stride: Int64 = 8 << 20

    let input: Input
    let format: ArchiveFormat
    private(set) var member: MemberName
    private(set) var leftOut: Int64 = 0

    private let options: ReadingOptions
    private let gate: Gate
    private var export: any Export
    private var container: Container?
    private var cutter: (any Cutter)?
    private var cut: Cut?
    private var canSeek = false
    private var opened = false
    private var failed = false
    private var queue: [ArchiveRecord] = []
    private var taken = 0
    private var given: Int64 = 0
    private var passOver: Int64 = 0
    private var said: [Said] = []
    private var shownAt: Int64 = 0

    init(_ source: ArchiveSource, format: ArchiveFormat?, options: ReadingOptions) throws {
        input = try Input(source)
        self.options = options
        gate = Gate(now: options.now, limits: options.limits)
        let survey = try Survey(input, limits: options.limits)
        guard let found = format ?? survey.format else { throw survey.nothingFound }
        self.format = options.mapping != nil && found == .canonical ? .table : found
        export = self.format.export(options)
        member = MemberName(input.name)
        if survey.isPacked {
            try survey.learn(&export, options.limits)
            container = try Container(input, limits: options.limits)
        }
    }

    func next() throws -> ArchiveRecord? {
        do {
            while true {
                while taken < queue.count {
                    taken += 1
                    given += 1
                    if given > passOver { return queue[taken - 1] }
                }
                queue.removeAll(keepingCapacity: true)
                taken = 0
                guard try !failed && advance() else { return nil }
                if queue.isEmpty, input.position - shownAt > Self.stride {
                    shownAt = input.position
                    return .progress
                }
            }
        } catch {
            failed = true
            throw error
        }
    }

    /// Reads one piece, or opens the next member; false when everything was read.
    private func advance() throws -> Bool {
        guard let cutter else { return try openNext() }
        switch try cutter.advance() {
        case .end: self.cutter = nil
        case .broken(let reason): refuse(cutter.number, reason)
        case .piece: read(cutter)
        }
        return true
    }

    private func read(_ cutter: any Cutter) {
        let piece = Piece(bytes: cutter.piece, key: cutter.key, member: member, number: cutter.number)
        said.removeAll(keepingCapacity: true)
        do throws(Refusal) {
            try export.read(piece, into: &said)
            if said.isEmpty { leftOut += 1 }
        } catch {
            said.append(.refused(error))
        }
        for one in said {
            switch one {
            case .header: break
            case .refused(let refusal): refuse(piece.number, refusal.reason)
            case .arrival(let arrival, let own):
                do throws(Refusal) {
                    queue.append(.arrival(try gate.admit(arrival), position: piece.number, own: own))
                } catch {
                    refuse(piece.number, error.reason)
                }
            }
        }
    }

    private func refuse(_ line: Int64, _ reason: String) {
        queue.append(.refused(line: line, reason: container == nil ? reason : "\(member.shown): \(reason)"))
    }

    private func openNext() throws -> Bool {
        guard let container else {
            if opened { return false }
            opened = true
            try open(input, head: input.head)
            return true
        }
        guard let name = try container.next() else { return false }
        member = name
        if export.wants(name) { try open(MemberBytes(container), head: nil) }
        return true
    }

    private func open(_ stream: any ByteStream, head known: [UInt8]?) throws {
        let peeked = known == nil ? try PeekedBytes(stream, Input.headLength) : nil
        let head = known ?? peeked?.head ?? []
        if peeked != nil, Container.holds(head) {
            refuse(1, "an archive inside an archive is not read; give it alone")
            return
        }
        guard let cut = export.cut(member, head: head) else { return }
        var bytes: any ByteStream = peeked ?? stream
        let charset = Charset.detect(head)
        if charset.isWide { bytes = NarrowedBytes(bytes, charset) }
        self.cut = cut
        cutter = cut.cutter(Window(bytes), after: 0, limits: options.limits)
        canSeek = container == nil && input.seekable && !charset.isWide && cut.isByLine
    }

    private lazy var digest = Checkpoint.digest(input.head)

    var checkpoint: Checkpoint {
        Checkpoint(
            given: given, member: member.shown, offset: cutter?.offset ?? 0, number: cutter?.number ?? 0, within: taken,
            strays: cutter?.strays ?? 0, digest: digest, digested: input.head.count)
    }

    /// Goes on where `checkpoint` was taken: by seeking in plain lines and rows, by reading again and passing over in
    /// everything else.
    func resume(_ checkpoint: Checkpoint) throws {
        guard checkpoint.digested <= input.head.count,
            Checkpoint.digest(input.head.prefix(checkpoint.digested)) == checkpoint.digest
        else { throw Failure(.conflict, "\(input.name): is not the file that the import was reading") }
        passOver = checkpoint.given
        guard container == nil, checkpoint.number > 0, checkpoint.given > 0 else { return }
        _ = try openNext()
        guard canSeek, try foundHeader(before: checkpoint.number) else { return try startAgain() }
        try input.seek(to: checkpoint.offset)
        given = checkpoint.given - Int64(checkpoint.within)
        cutter = cut?.cutter(
            Window(input, offset: checkpoint.offset), after: checkpoint.number - 1, strays: checkpoint.strays,
            limits: options.limits)
    }

    /// Reads on to the header of a table, if it has one and it lies before piece `number`.
    private func foundHeader(before number: Int64) throws -> Bool {
        while export.awaitsHeader, let cutter {
            let found = try cutter.advance()
            if case .end = found { return false }
            if cutter.number >= number { return false }
            if case .piece = found { read(cutter) }
        }
        queue.removeAll()
        leftOut = 0
        return true
    }

    private func startAgain() throws {
        try input.seek(to: 0)
        queue.removeAll()
        leftOut = 0
        cutter = nil
        opened = false
    }
}
