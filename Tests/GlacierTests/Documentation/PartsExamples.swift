import Glacier

/// Examples of uploads in parts. Each is run against a service.
enum PartsExamples {
    static func upload(_ bytes: [UInt8], to vault: Vault) async throws -> Archive {
        let partSize = 1 << 20
        let upload = try await vault.initiateMultipartUpload(partSize: Int64(partSize), archiveDescription: "a film")
        for start in stride(from: 0, to: bytes.count, by: partSize) {
            let part = Payload(Array(bytes[start..<min(start + partSize, bytes.count)]))
            try await upload.uploadPart(part, at: Int64(start))
        }
        let whole = Payload(bytes).summary
        return try await upload.complete(archiveSize: whole.length, treeHash: whole.treeHash)
    }

    static func onePage(_ upload: MultipartUpload) async throws -> [Range<Int64>] {
        let page = try await upload.parts(limit: 10)
        let ranges = page.parts.map(\.range)
        return ranges
    }

    static func byHand(_ upload: MultipartUpload) async throws -> [ListedPart] {
        var parts: [ListedPart] = []
        var marker: String?
        repeat {
            let page = try await upload.parts(marker: marker)
            parts += page.parts
            marker = page.marker
        } while marker != nil
        return parts
    }

    static func resume(_ upload: MultipartUpload, of size: Int64) async throws -> [Int64] {
        guard let partSize = try await upload.partSizeInBytes else { return [] }
        var missing = Set(stride(from: 0, to: size, by: Int(partSize)))
        for try await part in upload.allParts() {
            let isWhole = part.range.upperBound == min(part.range.lowerBound + partSize, size)
            if isWhole { missing.remove(part.range.lowerBound) }
        }
        return missing.sorted()
    }

    static func giveUp(_ vault: Vault, before date: Timestamp) async throws {
        for try await upload in vault.multipartUploads {
            if let begun = try await upload.creationDate, begun < date { try await upload.abort() }
        }
    }
}
