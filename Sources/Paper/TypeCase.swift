import CPango
import Kernel

/// The family, ready to set text with. One document has one.
final class TypeCase {
    private let map: OpaquePointer
    private let context: OpaquePointer
    private let attributes: OpaquePointer
    /// A font for each weight, to ask what it can draw.
    private var fonts: [Bool: OpaquePointer] = [:]
    private var known: [Bool: [UInt32: Bool]] = [:]

    /// - Throws: `.unavailable` when the family is not installed; Pango would end the process.
    init(language: String) throws {
        guard let map = pango_cairo_font_map_new() else { throw Failure(.broken, "Pango gives no fonts") }
        guard pango_font_map_get_family(map, Paper.family) != nil, let context = pango_font_map_create_context(map),
            let attributes = pango_attr_list_new()
        else {
            g_object_unref(UnsafeMutableRawPointer(map))
            throw Failure(.unavailable, "the font \(Paper.family) is not installed: apt-get install fonts-dejavu-core")
        }
        (self.map, self.context, self.attributes) = (map, context, attributes)
        // A point is a unit, and letters stand where they should on paper, not on a screen's grid.
        pango_cairo_context_set_resolution(context, 72)
        let options = cairo_font_options_create()
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        pango_cairo_context_set_font_options(context, options)
        cairo_font_options_destroy(options)
        pango_context_set_round_glyph_positions(context, 0)
        pango_context_set_language(context, pango_language_from_string(language))
        pango_attr_list_insert(attributes, pango_attr_fallback_new(0))
    }

    deinit {
        for font in fonts.values { g_object_unref(UnsafeMutableRawPointer(font)) }
        pango_attr_list_unref(attributes)
        g_object_unref(UnsafeMutableRawPointer(context))
        g_object_unref(UnsafeMutableRawPointer(map))
    }

    /// The text in lines of at most `width` points; of what is far longer than a piece, the beginning.
    func set(_ text: String, _ style: TextStyle, width: Double) throws -> TextLayout {
        let description = Self.description(style)
        defer { pango_font_description_free(description) }
        let plain = PlainText.printable(PlainText.shortened(text, to: 2 * PlainText.piece)) {
            draws($0, bold: style.bold)
        }
        guard let layout = pango_layout_new(context) else { throw Failure(.broken, "Pango sets no text") }
        plain.withCString { pango_layout_set_text(layout, $0, Int32(clamping: plain.utf8.count)) }
        pango_layout_set_attributes(layout, attributes)
        pango_layout_set_font_description(layout, description)
        let points = width.isFinite ? min(max(width, 1), 1_000_000) : 1_000_000
        pango_layout_set_width(layout, Int32(points * TextLayout.unit))
        pango_layout_set_wrap(layout, 2)
        pango_layout_set_alignment(layout, style.side.rawValue)
        return TextLayout(layout, ink: style.ink)
    }

    private static func description(_ style: TextStyle) -> OpaquePointer? {
        let description = pango_font_description_new()
        pango_font_description_set_family(description, Paper.family)
        pango_font_description_set_size(description, Int32(min(max(style.size, 1), 400) * TextLayout.unit))
        pango_font_description_set_weight(description, style.bold ? 700 : 400)
        return description
    }

    private func draws(_ scalar: Unicode.Scalar, bold: Bool) -> Bool {
        if scalar.isASCII { return true }
        if let answer = known[bold]?[scalar.value] { return answer }
        let answer = font(bold).map { pango_font_has_char($0, scalar.value) != 0 } ?? false
        known[bold, default: [:]][scalar.value] = answer
        return answer
    }

    private func font(_ bold: Bool) -> OpaquePointer? {
        if let font = fonts[bold] { return font }
        let description = Self.description(TextStyle(10, bold: bold))
        defer { pango_font_description_free(description) }
        fonts[bold] = pango_context_load_font(context, description)
        return fonts[bold]
    }
}

/// A text in lines.
final class TextLayout {
    /// Pango's units in a point.
    static let unit = 1024.0

    struct Line {
        let line: OpaquePointer
        /// Where it begins, from the left of the layout.
        let x: Double
        let top: Double
        let height: Double
        /// From its own top.
        let baseline: Double
    }

    let lines: [Line]
    let ink: Ink
    private let layout: OpaquePointer

    init(_ layout: OpaquePointer, ink: Ink) {
        self.layout = layout
        self.ink = ink
        var lines: [Line] = []
        let iterator = pango_layout_get_iter(layout)
        defer { pango_layout_iter_free(iterator) }
        // Pango's own heights wrap around beyond two million points: they are summed up here.
        var above = 0.0
        repeat {
            guard let line = pango_layout_iter_get_line_readonly(iterator) else { continue }
            var (top, bottom): (Int32, Int32) = (0, 0)
            var extents = PangoRectangle()
            pango_layout_iter_get_line_yrange(iterator, &top, &bottom)
            pango_layout_iter_get_line_extents(iterator, nil, &extents)
            let baseline = pango_layout_iter_get_baseline(iterator)
            let height = Double(bottom &- top) / Self.unit
            lines.append(
                Line(
                    line: line, x: Double(extents.x) / Self.unit, top: above, height: height,
                    baseline: Double(baseline &- top) / Self.unit))
            above += height
        } while pango_layout_iter_next_line(iterator) != 0
        self.lines = lines
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

    var height: Double { lines.last.map { $0.top + $0.height } ?? 0 }
}
