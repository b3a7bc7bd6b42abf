extension ArchiveFormat {
    /// Who reads this format.
    func export(_ options: ReadingOptions) -> any Export {
        switch self {
        case .canonical: CanonicalExport()
        case .table: TableExport(options.mapping)
        case .x: XExport()
        case .facebook: FacebookExport()
        case .instagram: InstagramExport()
        case .takeout: TakeoutExport(plainText: options.plainText)
        case .linkedin: LinkedInExport()
        case .mastodon: MastodonExport(plainText: options.plainText)
        }
    }
}
