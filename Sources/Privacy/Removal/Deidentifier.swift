import Kernel

/// Removes from a text what identifies a person: by labels, or by plausible stand-ins.
///
/// One value serves one case: the same name always gets the same stand-in and every date moves by the same secret
/// number of weeks, so that the story still holds together. Weak clues are reported, never removed: a person decides.
public struct Deidentifier: Sendable {
    public enum Mode: String, Sendable, CaseIterable {
        /// `[NOM]`, `[DATE]`…
        case mask
        /// Other names, dates moved together, other digits in the same layout.
        case replace
    }

    public let mode: Mode
    private let reader: PrivacyReader
    private let secret: UInt64

    /// - Parameter secret: What the stand-ins of this case are drawn from; leave it out for a fresh one each time.
    public init(_ reader: PrivacyReader, mode: Mode, secret: UInt64 = .random(in: .min ... .max)) {
        self.reader = reader
        self.mode = mode
        self.secret = secret
    }

    /// The same for one case among others: its own stand-ins and its own shift of dates, drawn from the same secret.
    public func of(case name: String) -> Deidentifier {
        Deidentifier(reader, mode: mode, secret: Hash.mix(secret, Hash.of(name.utf8)))
    }

    /// The text without its direct identifiers, and all that the reader saw.
    public func cleaned(_ text: String) -> (text: String, reading: PrivacyReading) {
        let reading = reader.read(text)
        return (removing(reading.clues, from: text), reading)
    }

    /// The text without its direct identifiers, and what was removed, at its place in the text as given.
    public func clean(_ text: String) -> (text: String, report: [Clue]) {
        let reading = reader.read(text)
        return (removing(reading.clues, from: text), reading.clues)
    }

    /// The text with these clues, in order and apart from each other, removed.
    public func removing(_ clues: [Clue], from text: String) -> String {
        let year = DateShift.year(in: clues.filter { $0.kind == .date }.map(\.text))
        let standIns = StandIns(secret: secret, gazetteer: reader.gazetteer, year: year ?? 2023)
        var out = String.UnicodeScalarView()
        let scalars = text.unicodeScalars
        var index = scalars.startIndex
        var position = 0
        for clue in clues where clue.range.lowerBound >= position {
            guard
                let start = scalars.index(
                    index, offsetBy: clue.range.lowerBound - position, limitedBy: scalars.endIndex),
                let end = scalars.index(start, offsetBy: clue.range.count, limitedBy: scalars.endIndex)
            else { break }
            out.append(contentsOf: scalars[index..<start])
            let by = mode == .mask ? "[\(clue.kind.mask)]" : standIns.standIn(for: clue)
            out.append(contentsOf: by.unicodeScalars)
            index = end
            position = clue.range.upperBound
        }
        out.append(contentsOf: scalars[index...])
        return String(out)
    }
}

extension ClueKind {
    /// The label that takes the place of a masked passage.
    public var mask: String {
        switch self {
        case .name: "NOM"
        case .handle: "COMPTE"
        case .birthdate: "DATE DE NAISSANCE"
        case .date: "DATE"
        case .age90: "PLUS DE 89 ANS"
        case .nir: "NIR"
        case .ipp: "IPP"
        case .nda: "NDA"
        case .phone: "TÉLÉPHONE"
        case .email: "COURRIEL"
        case .address: "ADRESSE"
        case .room: "CHAMBRE"
        case .plate: "PLAQUE"
        case .otherID: "IDENTIFIANT"
        case .clue: "INDICE"
        }
    }
}
