import Kernel

/// Compiles the gazetteer from plain tables of names, communes, hospitals and texts in everyday French.
///
/// INSEE's lists (names, first names, communes) and FINESS are under the Licence Ouverte 2.0; see docs/privacy.md.
public struct GazetteerBuilder {
    private var surnames: [UInt64: Int] = [:]
    private var firstNames: [UInt64: (women: Int, men: Int)] = [:]
    private var everyday: [UInt64: Int] = [:]
    private var flags: [UInt64: UInt16] = [:]

    public init() {}

    public mutating func addSurname(_ name: String, count: Int) {
        for hash in Self.words(name) { surnames[hash, default: 0] += count }
    }

    public mutating func addFirstName(_ name: String, woman: Bool, count: Int) {
        for hash in Self.words(name) {
            if woman { firstNames[hash, default: (0, 0)].women += count }
            if !woman { firstNames[hash, default: (0, 0)].men += count }
        }
    }

    public mutating func addCommune(_ name: String) {
        let words = Self.words(name)
        guard let first = words.first else { return }
        flags[first, default: 0] |= 1 << (words.count == 1 ? 11 : 12)
        for word in words.dropFirst() { flags[word, default: 0] |= 1 << 12 }
    }

    public mutating func addHospital(_ name: String) {
        for word in Self.words(name) { flags[word, default: 0] |= 1 << 13 }
    }

    /// Counts the words written in lower case.
    public mutating func addEveryday(_ text: String) {
        let sheet = Sheet(text)
        var hash = Hash.seed
        var open = false
        var lower = true
        for (byte, capital) in zip(sheet.bytes + [32], sheet.capital + [false]) {
            if byte.isLetter {
                hash = Hash.step(hash, byte)
                open = true
                if capital { lower = false }
            } else if open {
                if lower { everyday[Hash.finish(hash), default: 0] += 1 }
                (hash, open, lower) = (Hash.seed, false, true)
            }
        }
    }

    public func compiled() -> [UInt8] {
        var words: [UInt64: UInt16] = [:]
        for (hash, count) in surnames where count >= 3 {
            words[hash, default: 0] |= Entry.level(count, [3, 12, 50, 250, 1_000, 5_000, 20_000])
        }
        for (hash, count) in firstNames {
            let total = count.women + count.men
            words[hash, default: 0] |= Entry.level(total, [3, 30, 150, 800, 4_000, 20_000, 100_000]) << 3
            if count.women * 10 > total { words[hash, default: 0] |= 1 << 9 }
            if count.men * 10 > total { words[hash, default: 0] |= 1 << 10 }
        }
        for (hash, count) in everyday {
            words[hash, default: 0] |= Entry.level(count, [2, 5, 15, 60, 300, 2_000, 10_000]) << 6
        }
        for (hash, flag) in flags { words[hash, default: 0] |= flag }
        return Gazetteer.compiled(words.filter { $0.value & ~(1 << 13) != 0 })
    }

    private static func words(_ name: String) -> [UInt64] {
        Sheet(name).bytes.split { !$0.isLetter }.map { Hash.of($0) }
    }
}
