import Glacier

func checkParts(of upload: MultipartUpload, against film: [UInt8]) async throws -> Bool {
    var end: Int64 = 0
    for try await part in upload.allParts() {
        let bytes = Array(film[Int(part.range.lowerBound)..<Int(part.range.upperBound)])
        guard part.range.lowerBound == end, part.treeHash == Payload(bytes).summary.treeHash else { return false }
        end = part.range.upperBound
    }
    return end == Int64(film.count)
}
