/// What an archive's description tells of the file that it was made of.
///
/// The service keeps no names, so tools write path and date into the description, each in its own way. This is what
/// they mean in common. Nothing that a description holds is trusted: it is bytes to be shown and compared, and never a
/// place to write to.
struct DescribedFile: Hashable, Sendable {
    /// Whose form it is in.
    enum Form: String, Hashable, Sendable {
        /// This program's own.
        case firn
        case mtAwsGlacier = "mt-aws-glacier"
        /// Also of Synology's and QNAP's backup programs and of CrushFTP.
        case fastGlacier = "FastGlacier"
        case cloudBerry = "CloudBerry"
        /// Nobody's: the whole text counts as the path.
        case plain
        /// There is no description.
        case none
    }

    let form: Form
    /// As the tool wrote it, which may be absolute, relative or not a path at all; nil where there is none.
    let path: [UInt8]?
    /// Whether ``path`` is the end of a longer one, which did not fit.
    let isPathCut: Bool
    /// When the file was changed last.
    let modified: ModificationTime?
    /// Whether the archive holds something else than the file's bytes: they were compressed or encrypted.
    let isTransformed: Bool

    init(
        _ form: Form,
        path: [UInt8]?,
        isPathCut: Bool = false,
        modified: ModificationTime? = nil,
        isTransformed: Bool = false
    ) {
        self.form = form
        self.path = path
        self.isPathCut = isPathCut
        self.modified = modified
        self.isTransformed = isTransformed
    }

    /// The most bytes of a description that forms are looked for in. The service takes 1,024.
    private static let longest = 4096

    /// Reads any text: one that is in no form that is known is plain.
    init(reading text: String) {
        let bytes = Array(text.utf8.prefix(Self.longest + 1))
        guard bytes.contains(where: { $0 != UInt8(ascii: " ") }) else {
            self.init(.none, path: nil)
            return
        }
        let known: DescribedFile? =
            bytes.count > Self.longest
            ? nil
            : FirnDescription.read(bytes) ?? MtAwsGlacierForm.read(bytes) ?? FastGlacierForm.read(text)
                ?? CloudBerryForm.read(bytes)
        self = known ?? DescribedFile(.plain, path: Array(text.utf8))
    }
}
