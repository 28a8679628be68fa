public import GlacierAPI

extension GlacierClient {
    /// Makes an archive of a file: in one request when it has 16 MiB or less, otherwise in parts, some of which are
    /// sent at the same time.
    ///
    /// The same call again, after an error, a cancellation or the end of the program, goes on where the upload stopped:
    /// it compares the parts that are there with the file and sends what is missing or different. No archive is made of
    /// a file that changes meanwhile. Memory is below 100 MiB, whatever the file's size.
    ///
    /// - Parameters:
    ///   - path: of a regular file; a symbolic link is followed.
    ///   - vault: by its name where it is the caller's own.
    ///   - options: how it is done and how much at once.
    /// - Throws: `UploadError`, and what the client's other methods throw.
    public func upload(
        file path: String,
        to vault: VaultAddress,
        _ options: UploadOptions = UploadOptions()
    ) async throws -> UploadedArchive {
        try await FileUpload(UploadSourceFile(path: path), self, vault, options).run()
    }

    /// Makes an archive of a stream of bytes, of which nobody has to know how many they are.
    ///
    /// Each part waits until it is whole, in memory or in a file without a name, as its hash is needed before its first
    /// byte is sent. 10,000 parts of the part size are the limit. The same call with the same bytes goes on where the
    /// upload stopped; what is there already is read and not sent.
    ///
    /// - Parameters:
    ///   - stream: the bytes, whose end need not be known.
    ///   - passes: whether the stream can be iterated again. Then a named upload that is in progress no more is
    ///     asked for the archive that it became, as with files.
    ///   - vault: by its name where it is the caller's own.
    ///   - options: how it is done and how much at once.
    /// - Throws: `UploadError`, what the stream throws, and what the client's other methods throw.
    public func upload(
        stream: ByteStream,
        passes: Payload.Passes = .one,
        to vault: VaultAddress,
        _ options: UploadOptions = UploadOptions()
    ) async throws -> UploadedArchive {
        try await StreamUpload(self, vault, options).run(stream, passes)
    }
}
