import Kernel

/// The register as a table, for the data protection officer: dates and states, nobody's name.
enum RequestExport {
    static func csv(_ requests: [PersonRequest]) -> String {
        let header = "number,kind,road,received,due,extended,identity_checked,state,closed,in_time"
        let rows = requests.map { request in
            [
                String(request.id), request.kind.rawValue, request.road.rawValue, Deadline.text(request.receivedOn),
                Deadline.text(request.dueOn), request.extended ? "1" : "0", request.identified ? "1" : "0",
                request.state.rawValue, request.closedOn.map(Deadline.text) ?? "",
                request.closedOn.map { $0 <= request.dueOn ? "1" : "0" } ?? "",
            ].joined(separator: ",")
        }
        return ([header] + rows).joined(separator: "\r\n") + "\r\n"
    }
}
