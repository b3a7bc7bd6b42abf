import Kernel
import Web

/// Turns what was read into the value that the template draws.
struct StreamDrawing {
    let context: SignedInContext
    let filter: StreamFilter
    let position: StreamPosition
    let reading: StreamReading
    let services: [CareService]
    let measured: Reading?

    private var words: StreamWords {
        StreamWords(
            context: context, filter: filter, services: services, watches: reading.watches, origins: reading.origins)
    }

    var value: StreamPage {
        let words = words
        let gathers = context.person.scope(of: .gather) != .nothing
        let judging = context.person.scope(of: .judge)
        let plain = filter.words.trimmed
        return StreamPage(
            words: plain.nonEmpty, wordsNote: words.note,
            kept: filter.fields.filter { $0.name != "q" }.map { StreamPage.Hidden(name: $0.name, value: $0.value) },
            lists: words.lists, from: filter.firstDay.map(CalendarDay.text) ?? "",
            to: filter.lastDay.map(CalendarDay.text) ?? "", unsure: filter.unsureOnly,
            filtering: !filter.isEmpty, chips: words.chips, total: reading.total.map(words.total),
            measured: measured.map(measured), voices: voices(judging), pagination: pagination, empty: empty,
            live: position == .newest ? filter.address(of: StreamFilter.path + "/live") : nil,
            refresh: filter.address, arrivedOne: context.word("listening.arrived.one"),
            arrivedOther: context.word("listening.arrived.other"), arrivedMany: context.word("listening.arrived.many"),
            watchPath: gathers && !plain.isEmpty ? "/watches/new?query=\(Query.encode(plain))" : nil,
            csvPath: gathers ? filter.address(of: StreamFilter.path + "/export.csv") : nil,
            ndjsonPath: gathers ? filter.address(of: StreamFilter.path + "/export.ndjson") : nil,
            mayJudge: judging != .nothing)
    }

    private func voices(_ judging: Scope) -> [Voice] {
        let names = Dictionary(services.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let room = VoiceRoom(
            context: context, serviceNames: names, judging: judging, latest: reading.latest, back: context.path)
        return reading.mentions.map { room.voice($0) }
    }

    private var pagination: Pagination {
        Pagination(
            newer: reading.newer.map { filter.address(of: StreamFilter.path, "after", String($0)) },
            older: reading.older.map { filter.address(of: StreamFilter.path, "before", String($0)) })
    }

    private var empty: EmptyState? {
        guard reading.mentions.isEmpty else { return nil }
        if !reading.anything {
            return EmptyState(
                icon: "stream", title: context.word("listening.stream_nothing_yet"),
                text: context.word("listening.stream_nothing_yet_text"),
                action: ("/sources", context.word("listening.see_sources")))
        }
        return EmptyState(
            icon: "search", title: context.word("listening.stream_no_match"),
            text: context.word("listening.stream_no_match_text"),
            action: (StreamFilter.path, context.word("listening.see_all")))
    }

    private func measured(_ reading: Reading) -> StreamPage.Measured {
        let figures = context.figures
        let opinions = context.count("listening.opinions", reading.window.opinions)
        let span = context.word(
            "listening.span",
            ["from": figures.date(day: reading.firstDay), "to": figures.date(day: reading.lastDay)])
        let sentence = reading.temperature.map {
            context.word(
                "listening.measured",
                ["opinions": opinions, "degrees": figures.degrees($0.degrees), "span": span])
        }
        return StreamPage.Measured(
            sentence: sentence ?? context.word("listening.measured_not_enough", ["opinions": opinions, "span": span]),
            today: TodayAddress(reading.place, days: reading.days).path)
    }
}
