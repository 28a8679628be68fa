public import GlacierAPI
public import NIOCore
import NIOPosix

extension GlacierClient {
    /// Downloads an archive to a file, over several connections at once.
    ///
    /// A job that has retrieved the archive is used, one in progress is waited for, and where there is none one is
    /// started. Every range is compared with the tree hash that comes with it, and the whole with the archive's; only
    /// then does the file appear, durable and at once. Until then its bytes are in a hidden file beside it: after an
    /// interruption of any kind the same call goes on with them, and fetches what is missing or not as it should be.
    /// Memory is about 3 MiB for each connection.
    ///
    /// - Parameters:
    ///   - archiveID: the archive, as its upload named it.
    ///   - vault: by its name where it is the caller's own.
    ///   - path: of the file, in a folder that is there. A symbolic link to a file is followed.
    ///   - options: how to retrieve and how much at once.
    /// - Throws: `DownloadError` and what the client's calls throw. What was fetched is kept but after
    ///   `DownloadError.wrongArchive`.
    public func download(
        archive archiveID: String,
        from vault: VaultAddress,
        to path: String,
        _ options: DownloadOptions = DownloadOptions()
    ) async throws -> DownloadedArchive {
        let names = try await NIOThreadPool.singleton.runIfActive {
            try PartFileNames(forFileAt: path, archiveID: archiveID)
        }
        let meter = DownloadMeter(options.progress)
        return try await FileDownload(
            fetcher: fetcher(vault, options, meter),
            retrieval: retrieval(archiveID, vault, options, meter),
            options: options,
            names: names
        ).run()
    }

    /// Downloads an archive piece by piece, in order, over several connections at once.
    ///
    /// Every piece was compared with a tree hash of the service before it is handed on. Whether the whole is the
    /// archive shows at the end: what was written is only good when the call returns. Memory is about 8 MiB for each
    /// connection.
    ///
    /// - Parameters:
    ///   - archiveID: the archive, as its upload named it.
    ///   - vault: by its name where it is the caller's own.
    ///   - options: how to retrieve and how much at once.
    ///   - write: takes pieces of at most 2 MiB, one after the other; while it does, no more is fetched than fits.
    /// - Throws: `DownloadError`, what the client's calls throw, what `write` throws.
    public func download(
        archive archiveID: String,
        from vault: VaultAddress,
        _ options: DownloadOptions = DownloadOptions(),
        write: @escaping @Sendable (ByteBuffer) async throws -> Void
    ) async throws -> DownloadedArchive {
        let meter = DownloadMeter(options.progress)
        return try await OrderedDownload(
            fetcher: fetcher(vault, options, meter),
            retrieval: retrieval(archiveID, vault, options, meter),
            options: options,
            write: write
        ).run()
    }

    private func fetcher(_ vault: VaultAddress, _ options: DownloadOptions, _ meter: DownloadMeter) -> RangeFetcher {
        RangeFetcher(client: self, vault: vault, attempts: options.attempts, meter: meter)
    }

    private func retrieval(
        _ archiveID: String,
        _ vault: VaultAddress,
        _ options: DownloadOptions,
        _ meter: DownloadMeter
    ) -> ArchiveRetrieval {
        ArchiveRetrieval(client: self, archiveID: archiveID, vault: vault, options: options, meter: meter)
    }
}
