import Hummingbird
import Kernel
import Storage
public import Web

/// `/today`: the landing page.
public struct TodayRoutes: Sendable {
    private let desk: Desk

    public init(desk: Desk) { self.desk = desk }

    public func add(to pages: Pages) {
        let routes = self
        pages.get("today", right: .listen) { _, context in try await routes.show(context) }
    }

    private func show(_ context: SignedInContext) async throws -> Response {
        let address = try TodayAddress(context.query).within(context.scope)
        let (scope, zone, today) = (context.scope, desk.zone, desk.zone.day(of: desk.clock.now()))
        let services = try await desk.services(in: scope)
        let reading = try await desk.database.read { connection in
            try TodayReading(address, today: today, scope: scope, zone: zone, in: connection)
        }
        let drawing = TodayDrawing(context: context, address: address, reading: reading, services: services)
        return try Page.render("listening/today", drawing.value, context)
    }
}
