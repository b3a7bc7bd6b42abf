import Foundation
import Kernel

/// What ffprobe says of a file, as far as it is asked.
struct VideoReport: Decodable {
    struct Stream: Decodable {
        var codec_type: String?
        var codec_name: String?
        var width: Int?
        var height: Int?
        var pix_fmt: String?
        var color_transfer: String?
        var sample_aspect_ratio: String?
        var avg_frame_rate: String?
        var r_frame_rate: String?
        var nb_frames: String?
        var duration: String?
        var field_order: String?
        var tags: [String: String]?
        var disposition: [String: Int]?
        var side_data_list: [SideData]?
    }
    struct SideData: Decodable {
        var rotation: Double?
    }
    struct Format: Decodable {
        var duration: String?
        var tags: [String: String]?
    }
    struct Chapter: Decodable {
        var id: Int?
    }

    var streams: [Stream]?
    var format: Format?
    var chapters: [Chapter]?

    /// What is asked for: nothing that is not read here, so that the answer stays small.
    static let entries =
        "stream=codec_type,codec_name,width,height,pix_fmt,color_transfer,sample_aspect_ratio,avg_frame_rate,"
        + "r_frame_rate,nb_frames,duration,field_order:stream_tags:stream_disposition=attached_pic:"
        + "stream_side_data=rotation:format=duration:format_tags:chapter=id"

    static func read(_ bytes: [UInt8]) throws -> VideoReport {
        do { return try JSONDecoder().decode(VideoReport.self, from: Data(bytes)) } catch {
            throw Failure(.broken, "ffprobe gave no JSON")
        }
    }

    /// The moving picture: not the sleeve of a record.
    var picture: Stream? {
        streams?.first { $0.codec_type == "video" && $0.disposition?["attached_pic"] != 1 }
    }
    var sound: Stream? { streams?.first { $0.codec_type == "audio" } }

    var seconds: Double? {
        [format?.duration, picture?.duration, sound?.duration].compactMap { $0.flatMap(Double.init) }
            .first { $0.isFinite && $0 > 0 }
    }

    var traces: Set<Trace> {
        var found: Set<Trace> = []
        for tags in [format?.tags] + (streams ?? []).map(\.tags) {
            for (name, value) in tags ?? [:] {
                if let trace = Trace.ofTag(name, value: value) { found.insert(trace) }
            }
        }
        if chapters?.isEmpty == false { found.insert(.chapters) }
        for stream in streams ?? [] where !["video", "audio"].contains(stream.codec_type ?? "") { found.insert(.track) }
        if (streams ?? []).contains(where: { $0.disposition?["attached_pic"] == 1 }) { found.insert(.thumbnail) }
        return found
    }
}

extension VideoReport.Stream {
    /// Quarters of a turn, clockwise, 0…3.
    var quarters: Int {
        let degrees = side_data_list?.compactMap(\.rotation).first ?? 0
        guard degrees.isFinite else { return 0 }
        return ((Int((-degrees / 90).rounded()) % 4) + 4) % 4
    }

    /// Frames a second: the average, or the declared one.
    var rate: Double? {
        [avg_frame_rate, r_frame_rate].compactMap { Self.ratio($0, "/") }.first { $0 > 0 && $0 <= 1_000 }
    }

    /// Pixels may be broader than high; the picture is seen as this broad.
    var shownWidth: Int {
        let ratio = Self.ratio(sample_aspect_ratio, ":") ?? 1
        guard let width, (0.1...10).contains(ratio) else { return width ?? 0 }
        return Int((Double(width) * ratio).rounded())
    }

    static func ratio(_ text: String?, _ sign: Character) -> Double? {
        let parts = (text ?? "").split(separator: sign).compactMap { Double($0) }
        guard parts.count == 2, parts[1] > 0, parts[0].isFinite else { return nil }
        return parts[0] / parts[1]
    }
}
