import Glacier

func sendParts(of film: [UInt8], to vault: Vault) async throws -> MultipartUpload {
    let partSize = 1 << 20
    let upload = try await vault.initiateMultipartUpload(partSize: Int64(partSize), archiveDescription: "summer film")
    for start in stride(from: 0, to: film.count, by: partSize) {
        let part = film[start..<min(start + partSize, film.count)]
        try await upload.uploadPart(Payload(Array(part)), at: Int64(start))
    }
    return upload
}
