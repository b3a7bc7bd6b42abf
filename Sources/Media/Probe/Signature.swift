import Kernel

/// What a file is by its first bytes (WHATWG MIME Sniffing, and the formats' own specifications). Its name is never asked.
enum Signature {
    /// Throws `.unusable` with the reason when it is nothing that the house takes.
    static func mime(_ head: [UInt8]) throws -> String {
        let view = ByteView(bytes: head)
        guard !head.isEmpty else { throw Failure(.unusable, "an empty media file", words: "media.empty") }
        if let known = picture(view) ?? isoBase(view) ?? film(view) ?? sound(view) { return known }
        if says(head, "%PDF-", within: 1_024) { return "application/pdf" }
        if says(head, "<svg", within: 4_096) || says(head, "<!DOCTYPE svg", within: 4_096) {
            throw Failure(.unusable, "SVG is a program and is never taken", words: "media.svg")
        }
        throw Failure(.unusable, "neither an image, a video, a sound nor a document", words: "media.unknown_kind")
    }

    /// Refuses a file that another program would take for something else: a page, a script, a document, an archive.
    ///
    /// Formats whose readers look at the start (HTML), near it (PDF: the first 1,024 bytes, ISO 32000-1 annex H.3.4.1)
    /// or at the end (ZIP, APPNOTE 4.3.16) fit around a picture. Nobody makes such a file by accident.
    static func refuseTwins(_ head: [UInt8], tail: [UInt8]) throws {
        let other =
            says(head, "%PDF-", within: 1_024)
            ? "a document"
            : ["<!doctype", "<html", "<script", "<?php", "<svg", "<?xml-stylesheet"].contains {
                says(head, $0, within: 512)
            }
                ? "a page"
                : endsAsArchive(tail) ? "an archive" : nil
        if let other {
            throw Failure(.unusable, "a picture that is \(other) as well", words: "media.two_kinds")
        }
    }

    private static func picture(_ view: ByteView) -> String? {
        if view.big(0, 3) == 0xFFD8FF { return "image/jpeg" }
        if view.big(0, 4) == 0x8950_4E47, view.big(4, 4) == 0x0D0A_1A0A { return "image/png" }
        if view.says("GIF87a", at: 0) || view.says("GIF89a", at: 0) { return "image/gif" }
        if view.says("RIFF", at: 0), view.says("WEBP", at: 8) { return "image/webp" }
        if view.big(0, 4) == 0x4949_2A00 || view.big(0, 4) == 0x4D4D_002A { return "image/tiff" }
        return nil
    }

    /// ISO/IEC 14496-12: brands in the first box. QuickTime files of before 2003 begin with another box.
    private static func isoBase(_ view: ByteView) -> String? {
        if ["moov", "mdat", "wide"].contains(where: { view.says($0, at: 4) }) { return "video/quicktime" }
        guard view.says("ftyp", at: 4), let size = view.big(0, 4), size >= 16, size <= 4_096 else { return nil }
        let places = [8] + stride(from: 16, to: min(size, view.count) - 3, by: 4)
        let brands = places.compactMap { view.letters($0, 4) }
        if brands.contains(where: { ["avif", "avis"].contains($0) }) { return "image/avif" }
        let stills: Set = ["heic", "heix", "heim", "heis", "mif1", "msf1", "hevc", "hevx"]
        if stills.contains(brands.first ?? "") { return "image/heic" }
        if brands.first == "qt  " { return "video/quicktime" }
        if ["M4A ", "M4B "].contains(brands.first ?? "") { return "audio/mp4" }
        let films = [
            "iso", "mp4", "avc1", "M4V", "MSNV", "3gp", "3g2", "dash", "XAVC", "cmf", "f4v", "hvc1", "NDS", "qt  ",
        ]
        return brands.contains { brand in films.contains { brand.hasPrefix($0) } } ? "video/mp4" : nil
    }

    private static func film(_ view: ByteView) -> String? {
        if view.big(0, 4) == 0x1A45_DFA3 {
            return says(view.bytes, "webm", within: 64) ? "video/webm" : "video/x-matroska"
        }
        return view.says("RIFF", at: 0) && view.says("AVI ", at: 8) ? "video/x-msvideo" : nil
    }

    private static func sound(_ view: ByteView) -> String? {
        if view.says("ID3", at: 0) || view.big(0, 2).map({ $0 & 0xFFE6 == 0xFFE2 }) == true { return "audio/mpeg" }
        if view.says("OggS", at: 0) { return "audio/ogg" }
        if view.says("fLaC", at: 0) { return "audio/flac" }
        return view.says("RIFF", at: 0) && view.says("WAVE", at: 8) ? "audio/wav" : nil
    }

    /// A ZIP file's last record, with a comment that reaches exactly to the end.
    private static func endsAsArchive(_ tail: [UInt8]) -> Bool {
        let view = ByteView(bytes: tail)
        guard tail.count >= 22 else { return false }
        return (0...tail.count - 22).reversed().contains { at in
            tail[at] == 0x50 && view.big(at, 4) == 0x504B_0506
                && view.little(at + 20, 2).map { at + 22 + $0 == tail.count } == true
        }
    }

    /// Whether letters stand in the first bytes, in capitals or not.
    static func says(_ bytes: [UInt8], _ words: String, within count: Int) -> Bool {
        func small(_ byte: UInt8) -> UInt8 { 65...90 ~= byte ? byte + 32 : byte }
        return bytes.prefix(count).map(small).firstRange(of: words.utf8.map(small)) != nil
    }
}
