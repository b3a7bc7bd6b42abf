import Kernel

/// A template, parsed. Once linked it holds text, variables and sections only: the parts that it includes and the layout
/// that it extends are written in where they stand, so that drawing looks nothing up but fields.
struct Template: Sendable {
    indirect enum Part: Sendable {
        case text([UInt8])
        case variable(Path)
        case section(Path, Template, Sense)
        case partial(String)
        /// A place that a page may fill, with what stands there otherwise.
        case block(String, Template)
        case layout(String, filled: [String: Template])
    }

    /// When a section is drawn: for what is there, for what is not, for a list without items, for one with items.
    enum Sense: Sendable { case present, absent, empty, filled }

    /// `a.b`: field `a` of the nearest value around that has one, then its field `b`. No name at all is the nearest value.
    struct Path: Sendable {
        let names: [String]
    }

    var parts: [Part] = []

    // MARK: Linking

    /// Templates in templates; deeper than any page, so that one that includes itself is refused.
    private static let depth = 16

    /// The same template with everything that it names written in. Throws when a name is unknown, or leads back to itself.
    func linked(in library: [String: Template], blocks: [String: Template] = [:], level: Int = 0) throws -> Template {
        guard level < Self.depth else { throw Failure(.broken, "it includes itself") }
        func named(_ name: String, _ blocks: [String: Template]) throws -> [Part] {
            guard let template = library[name] else { throw Failure(.broken, "no template is called \(name)") }
            return try template.linked(in: library, blocks: blocks, level: level + 1).parts
        }
        var linked = Template()
        for part in parts {
            switch part {
            case .text, .variable: linked.append(part)
            case .section(let path, let inner, let sense):
                linked.append(.section(path, try inner.linked(in: library, blocks: blocks, level: level), sense))
            case .partial(let name): try named(name, blocks).forEach { linked.append($0) }
            case .block(let name, let otherwise):
                let content = blocks[name] ?? otherwise
                try content.linked(in: library, blocks: blocks, level: level + 1).parts.forEach { linked.append($0) }
            case .layout(let name, let filled):
                // What a page that extends this one fills comes before what this one fills.
                try named(name, filled.merging(blocks) { _, outer in outer }).forEach { linked.append($0) }
            }
        }
        return linked
    }

    /// Neighbouring texts are one.
    private mutating func append(_ part: Part) {
        if case .text(let more) = part, case .text(let before) = parts.last {
            parts[parts.count - 1] = .text(before + more)
        } else {
            parts.append(part)
        }
    }

    // MARK: Drawing

    /// The page's text, as UTF-8.
    func drawn(_ fields: PageValue.Fields) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(65_536)
        var around: [PageValue] = [.fields(fields)]
        draw(&around, &out)
        return out
    }

    private func draw(_ around: inout [PageValue], _ out: inout [UInt8]) {
        for part in parts {
            switch part {
            case .text(let text): out += text
            case .variable(let path): Self.write(path.value(around), &out)
            case .section(let path, let inner, let sense): inner.draw(path.value(around), sense, &around, &out)
            case .partial, .block, .layout: break
            }
        }
    }

    private func draw(_ value: PageValue?, _ sense: Sense, _ around: inout [PageValue], _ out: inout [UInt8]) {
        switch (sense, value) {
        case (.present, .list(let list)):
            for item in list.items { draw(under: item, &around, &out) }
        case (.present, .flag(true)), (.absent, .flag(false)), (.absent, nil): draw(&around, &out)
        case (.present, .flag), (.present, nil): break
        case (.present, .some(let value)): draw(under: value, &around, &out)
        case (_, .list(let list)):
            // An empty list is absent too.
            if list.items.isEmpty == (sense != .filled) { draw(&around, &out) }
        case (.filled, nil): draw(&around, &out)
        default: break
        }
    }

    private func draw(under value: PageValue, _ around: inout [PageValue], _ out: inout [UInt8]) {
        around.append(value)
        draw(&around, &out)
        around.removeLast()
    }

    /// Texts are escaped; only markup that our own code made is not.
    private static func write(_ value: PageValue?, _ out: inout [UInt8]) {
        switch value {
        case .text(let text): SafeHTML.escape(text, into: &out)
        case .markup(let html): out += html.markup.utf8
        case .flag(let flag): out += (flag ? "true" : "false").utf8
        case .list, .fields, nil: break
        }
    }
}

extension Template.Path {
    fileprivate func value(_ around: [PageValue]) -> PageValue? {
        guard let first = names.first else { return around.last }
        var index = around.count
        while index > 0 {
            index -= 1
            guard let found = around[index].field(first) else { continue }
            return names.dropFirst().reduce(found) { value, name in value?.field(name) }
        }
        return nil
    }
}
