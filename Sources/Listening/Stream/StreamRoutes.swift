import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Storage
public import Web

/// `/stream`, its live notices and its exports.
public struct StreamRoutes: Sendable {
    private let desk: Desk
    private let live: StreamLive

    public init(desk: Desk, live: StreamLive) {
        self.desk = desk
        self.live = live
    }

    public func add(to pages: Pages) {
        let (routes, live) = (self, live)
        pages.get("stream", right: .listen) { _, context in try await routes.show(context) }
        pages.get("stream/live", right: .listen) { request, context in
            try await live.response(
                StreamFilter(context.query), scope: context.scope, last: request.headers[.lastEventID])
        }
        for form in [StreamExport.Form.csv, .ndjson] {
            pages.get("stream/export.\(form.rawValue)", right: .gather) { _, context in
                try await routes.export(form, context)
            }
        }
    }

    private func show(_ context: SignedInContext) async throws -> Response {
        let filter = StreamFilter(context.query)
        let position = StreamPosition(context.query)
        let (scope, zone) = (context.scope, desk.zone)
        let services = try await desk.services(in: scope)
        let reading = try await desk.database.read { connection in
            try StreamReading(filter, scope: scope, position: position, zone: zone, in: connection)
        }
        let measured = try await measured(filter, context)
        let page = StreamDrawing(
            context: context, filter: filter, position: position, reading: reading, services: services,
            measured: measured)
        return try Page.render("listening/stream", page.value, context)
    }

    /// The temperature that these opinions make, when the address asks for exactly what one is made of.
    private func measured(_ filter: StreamFilter, _ context: SignedInContext) async throws -> Reading? {
        guard let span = filter.measured, Self.allows(context.scope, span.place), span.last - span.first < 400 else {
            return nil
        }
        let (zone, days) = (desk.zone, span.last - span.first + 1)
        return try await Thermometer(database: desk.database, clock: desk.clock, zone: zone)
            .reading(span.place, days: days, endingOn: span.last)
    }

    /// Somebody who sees some services sees no sum that holds others.
    static func allows(_ scope: Scope, _ place: Place) -> Bool {
        guard let service = place.service else { return scope == .everything }
        return scope.covers([service])
    }

    private func export(_ form: StreamExport.Form, _ context: SignedInContext) async throws -> Response {
        let filter = StreamFilter(context.query)
        let names = Dictionary(
            try await desk.services().map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let (person, now) = (context.person.id, desk.clock.now())
        let asked = try JSONEncoder().encode(["form": form.rawValue, "filter": filter.query])
        try await desk.database.write { connection in
            try Audit.record(
                who: person, action: "mentions.exported", subject: "mention", id: nil,
                after: String(decoding: asked, as: UTF8.self), at: now, in: connection)
        }
        return StreamExport(desk: desk, filter: filter, scope: context.scope, form: form, serviceNames: names)
            .response()
    }
}

extension HTTPField.Name {
    /// WHATWG HTML, section 9.2.4: where the page's event stream was cut off.
    static let lastEventID = HTTPField.Name("Last-Event-ID") ?? .range
}
