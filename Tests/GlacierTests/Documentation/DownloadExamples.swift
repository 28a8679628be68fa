import Glacier

/// Examples of downloads.
enum DownloadExamples {
    static func download(_ archiveID: String, with glacier: GlacierClient) async throws -> Digest? {
        let options = DownloadOptions(parallelism: 8) { progress in print(progress.completedBytes) }
        let film = try await glacier.download(archive: archiveID, from: "films", to: "film.mov", options)
        return film.treeHash
    }
}
