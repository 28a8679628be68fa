/// The words that a caller gives an archive: at most 1,024 bytes of 0x20–0x7E, leading spaces removed, inner spaces
/// kept as sent. An empty text means none.
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-archive-post.html
public struct ArchiveDescription: Hashable, Sendable {
    /// Never empty; does not begin with a space.
    public let text: String

    /// - Throws: `ServiceError.invalidArchiveDescription`
    public init?(_ raw: String?) throws(ServiceError) {
        guard let raw else { return nil }
        let text = raw.drop { $0 == " " }
        guard isDescription(text) else { throw .invalidArchiveDescription }
        if text.isEmpty { return nil }
        self.text = String(text)
    }
}

/// The words that a caller gives a job: at most 1,024 bytes of 0x20–0x7E, kept as sent.
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-initiate-job-post.html
public struct JobDescription: Hashable, Sendable {
    /// Never empty.
    public let text: String

    /// - Throws: `ServiceError.invalidJobDescription`
    public init?(_ raw: String?) throws(ServiceError) {
        guard let raw else { return nil }
        guard isDescription(raw[...]) else { throw .invalidJobDescription }
        if raw.isEmpty { return nil }
        self.text = raw
    }
}

private func isDescription(_ text: Substring) -> Bool {
    text.utf8.count <= Limits.descriptionBytes && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
}
