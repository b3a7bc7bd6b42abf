// Long because the roster and the calls made by it are two halves of one screen.
import Foundation
import Hummingbird
import HTTPTypes
import Kernel
import Web

/// The roster `/oncall`, and the calls of people in danger `/oncall/calls/:id`.
struct OnCallRoutes: Sendable {
    static let liveAddress = "/oncall/live"
    /// Days of the roster that are shown, and in which nobody may be missing.
    private static let days = 14

    let desk: DialogueDesk
    let live: OnCallLive

    private var calls: CallActions { CallActions(desk: desk) }
    private var duties: DutyActions { DutyActions(desk: desk) }

    func add(to pages: Pages) {
        pages.get("oncall", right: .listen) { _, context in try await roster(context) }
        pages.get("oncall/live", access: .signedIn) { _, context in try await live.response(context) }
        pages.post("oncall/duties", right: .administer) { form, context in try await addDuty(form, context) }
        pages.post("oncall/duties/:id/remove", right: .administer) { _, context in
            try await duties.remove(try context.identifier(of: Duty.self).value, by: context.person)
            return Page.redirect("/oncall", saying: "hours.said_duty_removed")
        }
        pages.post("oncall/swap", right: .answer) { form, context in try await swap(form, context) }
        pages.get("oncall/mentions/:id", right: .answer) { _, context in
            let id = try await calls.call(ofMention: try context.identifier(of: Call.self).value)
            return Page.redirect("/oncall/calls/\(id)")
        }
        pages.get("oncall/calls/:id", right: .answer) { _, context in try await call(context) }
        pages.post("oncall/calls/:id/take", right: .answer) { _, context in
            let id = try context.identifier(of: Call.self).value
            try await calls.take(id, by: context.person)
            return Page.redirect("/oncall/calls/\(id)", saying: "hours.said_call_taken")
        }
        pages.post("oncall/calls/:id/close", right: .answer) { form, context in try await close(form, context) }
    }

    // MARK: Calls

    private struct CallPage: Encodable, Sendable {
        let call: CallView
        let crumbs: [Crumb]
        let reproach: String?
        let mailless: Bool
    }

    private func call(_ context: SignedInContext, reproach: String? = nil) async throws -> Response {
        let opened = try await calls.open(try context.identifier(of: Call.self).value, for: context.person)
        let scope = context.person.scope(of: .answer)
        let reads = opened.said.contains { heard in
            scope == .everything || heard.services.contains(where: scope.covers)
        }
        let value = CallPage(
            call: CallView(
                opened, names: try await desk.staff.names(), mail: desk.letters.leave, readsConversation: reads, context
            ),
            crumbs: [Crumb("/oncall", context.word("hours.nav_oncall"))], reproach: reproach,
            mailless: !desk.letters.leave)
        return try Page.render("hours/call", value, context, status: reproach == nil ? .ok : .badRequest)
    }

    private func close(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let id = try context.identifier(of: Call.self).value
        do {
            try await calls.close(
                id, form["outcome"].flatMap(Call.Outcome.init) ?? .acted, note: form["note"] ?? "", by: context.person)
        } catch let failure as Failure where failure.kind == .unusable {
            return try await call(context, reproach: failure.words.map { context.word($0) })
        }
        return Page.redirect("/oncall", saying: "hours.said_call_closed")
    }

    // MARK: Roster

    private struct RosterPage: Encodable, Sendable {
        let open: [CallRow]
        let closed: [CallRow]
        let now: String
        let nowGone: Bool
        let until: String?
        let shifts: [ShiftView]
        let gaps: [GapView]
        let empty: EmptyState?
        let duties: [DutyView]
        let candidates: [FormField.Choice]
        let fields: [FormField]
        let maySet: Bool
        let mailless: Bool
        let reproach: String?
    }

    private func roster(
        _ context: SignedInContext, form: Query = Query(""), reproach: String? = nil
    ) async throws -> Response {
        let now = desk.clock.now()
        let end = now.adding(days: Self.days)
        let roster = try await duties.roster(at: now)
        let (names, able) = (try await desk.staff.names(), try await duties.candidates())
        let ableIDs = Set(able.map(\.id))
        let words = RosterWords(context: context, zone: desk.zone)
        let maySet = context.person.reach(of: .administer) == .everything
        let current = roster.shift(at: now)
        let (open, closed) = try await calls.list(for: context.person)
        let value = RosterPage(
            open: open.map { CallRow($0, names: names, context) },
            closed: closed.map { CallRow($0, names: names, context) },
            now: current.map { names[$0.person] ?? "?" } ?? context.word("hours.now_nobody"),
            nowGone: current.map { !$0.isManned(ableIDs) } ?? true,
            until: roster.shifts(from: now, to: end).first { $0.starts <= now }.map { words.moment($0.ends) },
            shifts: roster.shifts(from: now, to: end).map { shift in
                let holds = maySet || shift.person == context.person.id
                return ShiftView(
                    span: words.span(shift.starts, shift.ends), person: names[shift.person] ?? "?",
                    second: shift.second.map { names[$0] ?? "?" }, gone: !ableIDs.contains(shift.person),
                    now: shift.starts <= now, swap: holds ? LocalMoment.field(shift.starts, desk.zone) : nil)
            },
            gaps: roster.gaps(from: now, to: end, open: ableIDs).map { gap in
                GapView(text: context.word("hours.gap", ["from": words.moment(gap.from), "to": words.moment(gap.to)]))
            },
            empty: roster.duties.isEmpty
                ? EmptyState(
                    icon: "bell", title: context.word("hours.roster_empty_title"),
                    text: context.word("hours.roster_empty")) : nil,
            duties: maySet ? roster.duties.map { dutyView($0, names, words, context) } : [],
            candidates: able.map { FormField.Choice(String($0.id), $0.name) },
            fields: maySet ? fields(form, able, now, context) : [], maySet: maySet, mailless: !desk.letters.leave,
            reproach: reproach)
        return try Page.render("hours/oncall", value, context, status: reproach == nil ? .ok : .badRequest)
    }

    private func dutyView(
        _ duty: Duty, _ names: [Int64: String], _ words: RosterWords, _ context: SignedInContext
    ) -> DutyView {
        DutyView(
            id: String(duty.id),
            text: context.word(
                duty.weekly ? "hours.duty_weekly" : "hours.duty_once",
                ["name": names[duty.person] ?? "?", "span": words.span(duty.starts, duty.ends)]),
            weekly: duty.weekly)
    }

    private func fields(
        _ form: Query, _ able: [Person], _ now: Instant, _ context: SignedInContext
    ) -> [FormField] {
        func choices(_ name: String, none: String?) -> [FormField.Choice] {
            let first = none.map { [FormField.Choice("", context.word($0), selected: form[name] == nil)] } ?? []
            return first
                + able.map { FormField.Choice(String($0.id), $0.name, selected: form[name] == String($0.id)) }
        }
        let today = LocalTime(now, desk.zone).dayNumber
        let start =
            form["starts"]
            ?? LocalMoment.field(
                LocalMoment.instant(day: today, minute: 18 * 60, desk.zone), desk.zone)
        let end =
            form["ends"]
            ?? LocalMoment.field(
                LocalMoment.instant(day: today + 1, minute: 8 * 60, desk.zone), desk.zone)
        return [
            FormField(
                "person", .choice, label: context.word("hours.duty_person"), required: true,
                choices: choices("person", none: nil)),
            FormField(
                "second", .choice, label: context.word("hours.duty_second"),
                hint: context.word("hours.duty_second_hint"), choices: choices("second", none: "hours.duty_no_second")),
            FormField("starts", .moment, label: context.word("hours.duty_starts"), value: start, required: true),
            FormField("ends", .moment, label: context.word("hours.duty_ends"), value: end, required: true),
            FormField(
                "weekly", .box, label: context.word("hours.duty_repeats"), checked: form.ticked("weekly")),
        ]
    }

    private func addDuty(_ form: Query, _ context: SignedInContext) async throws -> Response {
        do {
            guard let person = form["person"].flatMap({ Int64($0) }),
                let starts = form["starts"].flatMap({ LocalMoment.instant($0, desk.zone) }),
                let ends = form["ends"].flatMap({ LocalMoment.instant($0, desk.zone) })
            else { throw Failure(.unusable, "a duty lacks a field", words: "hours.duty_wrong_times") }
            try await duties.add(
                person: person, second: form["second"].flatMap { Int64($0) }, starts: starts, ends: ends,
                weekly: form.ticked("weekly"), by: context.person)
        } catch let failure as Failure where failure.kind == .unusable {
            return try await roster(context, form: form, reproach: failure.words.map { context.word($0) })
        }
        return Page.redirect("/oncall", saying: "hours.said_duty_added")
    }

    private func swap(_ form: Query, _ context: SignedInContext) async throws -> Response {
        do {
            guard let person = form["person"].flatMap({ Int64($0) }),
                let from = form["from"].flatMap({ LocalMoment.instant($0, desk.zone) })
            else { throw Failure(.unusable, "a swap lacks a field", words: "hours.duty_wrong_person") }
            try await duties.swap(from: from, to: person, by: context.person)
        } catch let failure as Failure where failure.kind == .unusable {
            return try await roster(context, reproach: failure.words.map { context.word($0) })
        }
        return Page.redirect("/oncall", saying: "hours.said_duty_swapped")
    }
}
