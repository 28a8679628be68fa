import Glacier

func complete(_ upload: MultipartUpload, of film: [UInt8]) async throws -> Archive {
    let whole = Payload(film).summary
    return try await upload.complete(archiveSize: whole.length, treeHash: whole.treeHash)
}
