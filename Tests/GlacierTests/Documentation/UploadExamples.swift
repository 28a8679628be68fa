import Glacier

/// Examples of uploads of files and streams.
enum UploadExamples {
    static func file(with glacier: GlacierClient) async throws -> Digest {
        let archive = try await glacier.upload(file: "film.mov", to: "films", UploadOptions(archiveDescription: "film"))
        return archive.treeHash
    }

    static func stream(_ pieces: AsyncStream<ByteBuffer>, with glacier: GlacierClient) async throws -> Int64 {
        let archive = try await glacier.upload(stream: ByteStream(pieces), to: "films")
        return archive.size
    }
}
