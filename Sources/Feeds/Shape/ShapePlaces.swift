// Places (GeoRSS, GML) and chapters (Podlove).
extension ShapeMachine {
    func place(_ name: String, _ attributes: ShapeObject) -> Bool {
        switch name {
        case "georss_point", "georss_line", "georss_polygon", "georss_box":
            push("geometry", false)
            context["where"] = .object(ShapeObject())
        case "where", "georss_where":
            push("where", false)
            context["where"] = .object(ShapeObject())
        case "gml_point", "gml_linestring", "gml_polygon", "gml_exterior", "gml_linearring":
            let shape = String(name.dropFirst(4))
            if shape != "exterior", shape != "linearring" { system(attributes) }
            if shape == "linestring" || shape == "point" { geometry = shape }
            if shape == "linearring" { geometry = "polygon" }
            push("geometry", false)
        case "gml_pos", "gml_poslist": push("pos", false)
        default: return false
        }
        return true
    }

    private func system(_ attributes: ShapeObject) {
        context.setDefault("where", .object(ShapeObject()))
        let place = context["where"]?.object
        place?["srsName"] = .optional(attributes.text("srsname"))
        place?["srsDimension"] = .integer(attributes.text("srsdimension").flatMap { DateNumber.parse($0) } ?? 2)
    }

    func placed(_ name: String) -> Bool {
        switch name {
        case "georss_point", "georss_line", "georss_polygon", "georss_box":
            if let shape = GeoShape.read(String(name.dropFirst(7)), pop("geometry") ?? "") { put(shape) }
        case "where", "georss_where": pop("where")
        case "gml_pos", "gml_poslist": position(name)
        case "gml_point", "gml_linestring", "gml_linearring", "gml_exterior", "gml_polygon":
            geometry = ""
            pop("geometry")
        default: return false
        }
        return true
    }

    private func position(_ name: String) {
        let text = pop("pos") ?? ""
        guard let place = context["where"]?.object else { return }
        var dimensions = 2
        if case .integer(let stated)? = place["srsDimension"] { dimensions = stated }
        var swaps = true
        if let system = place.text("srsName"), system.contains("EPSG") {
            let code = system.split(separator: ":").last.flatMap { Int($0) } ?? 0
            swaps = GeographicSystems.contains(code)
        }
        let kind = name == "gml_pos" ? "point" : geometry == "linestring" ? "line" : geometry == "polygon" ? "ring" : ""
        if let shape = GeoShape.read(kind, text, swaps: swaps, dimensions: dimensions) { put(shape) }
    }

    private func put(_ shape: ShapeObject) {
        for key in shape.keys { context["where"]?.object?.put(key, shape.exact(key)) }
    }

    func chapter(_ name: String, _ attributes: ShapeObject) -> Bool {
        switch name {
        case "psc_chapters":
            guard !context.has("psc_chapters") else { return true }
            inChapters = true
            attributes.put("chapters", .list([]))
            context["psc_chapters"] = .object(ShapeObject(attributes.keys.map { ($0, attributes.exact($0)) }))
        case "psc_chapter":
            guard inChapters else { return true }
            let start = attributes.text("start") ?? ""
            attributes.put(
                "start_parsed", start.wholeMatch(of: /(\d{2}:)?\d{2}:\d{2}(\.\d{3})?/) == nil ? .null : .text(start))
            context["psc_chapters"]?.object?.append("chapters", .object(attributes))
        default: return false
        }
        return true
    }

    func chapters(_ name: String) -> Bool {
        guard name == "psc_chapters" else { return false }
        inChapters = false
        return true
    }
}

/// Coordinates as GeoRSS writes them: latitude first, blanks or commas between.
enum GeoShape {
    static func read(_ kind: String, _ text: String, swaps: Bool = true, dimensions: Int = 2) -> ShapeObject? {
        guard let points = points(text, swaps, dimensions) else { return nil }
        switch kind {
        case "point": return points.first.map { shape("Point", $0) }
        case "line": return shape("LineString", .list(points))
        case "ring": return shape("Polygon", .list([.list(points)]))
        case "polygon": return points.count < 4 ? nil : shape("Polygon", .list([.list(points)]))
        case "box": return shape("Box", .list(points))
        default: return nil
        }
    }

    private static func shape(_ type: String, _ coordinates: ShapeValue) -> ShapeObject {
        ShapeObject([("type", .text(type)), ("coordinates", coordinates)])
    }

    private static func points(_ text: String, _ swaps: Bool, _ dimensions: Int) -> [ShapeValue]? {
        let words = text.split { $0.isWhitespace || $0 == "," }
        let numbers = words.compactMap { Double($0) }
        guard numbers.count == words.count else { return nil }
        let size = dimensions == 3 ? 3 : 2
        return stride(from: 0, through: numbers.count - size, by: size).map { start in
            let pair = swaps ? [numbers[start + 1], numbers[start]] : [numbers[start], numbers[start + 1]]
            return .list((pair + numbers[(start + 2)..<(start + size)]).map { .real($0) })
        }
    }
}
