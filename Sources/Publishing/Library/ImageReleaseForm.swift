import Foundation
import Kernel
import Networks
import Web

/// What somebody typed of a release.
struct ImageReleaseForm: Sendable {
    var id: Int64?
    var person = ""
    var contact = ""
    var isMinor = false
    var first = ""
    var second = ""
    var isAlone = false
    /// Empty for all.
    var networks: Set<Network> = []
    var purpose = ""
    var begins = ""
    var ends = ""

    /// Networks on which somebody may be shown.
    static let offered = Network.allCases.filter { ![.web, .own, .other].contains($0) }

    init() {}

    init(_ form: Query) {
        func line(_ name: String) -> String {
            (form[name] ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        id = form["release"].flatMap { Int64($0) }
        (person, contact, purpose) = (line("person"), line("contact"), line("purpose"))
        (isMinor, isAlone) = (form.ticked("minor"), form.ticked("alone"))
        (first, second) = (line("first"), line("second"))
        networks = Set(form.all("network").compactMap(Network.init))
        (begins, ends) = (form["begins"] ?? "", form["ends"] ?? "")
    }

    init(_ release: ImageRelease, _ figures: Figures) {
        id = release.id
        (person, contact, purpose) = (release.person, release.contact, release.purpose)
        isMinor = release.isMinor
        let lines = release.holders.split(separator: "\n").map(String.init)
        (first, second) = (lines.first ?? "", lines.count > 1 ? lines[1] : "")
        isAlone = lines.count == 1
        networks = Set(release.networks)
        begins = LibraryDay.text(release.beginsAt, figures)
        ends = LibraryDay.last(before: release.endsAt, figures)
    }

    /// - Throws: `.unusable` for days that are none, or when one of two holders is missing.
    func release(_ id: Int64, proof: (digest: String, mime: String)?, _ figures: Figures) throws -> ImageRelease {
        if isMinor, first.isEmpty || second.isEmpty && !isAlone { throw ImageReleaseActions.wrong("holders_wrong") }
        return ImageRelease(
            id: id, person: person, contact: contact, isMinor: isMinor,
            holders: isMinor ? (isAlone ? first : "\(first)\n\(second)") : "",
            networks: Self.offered.filter(networks.contains), purpose: purpose,
            beginsAt: try LibraryDay.start(of: begins, figures), endsAt: try LibraryDay.end(of: ends, figures),
            withdrawnAt: nil, proof: proof?.digest, proofMime: proof?.mime)
    }
}
