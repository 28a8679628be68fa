import Glacier

func fetchBack(_ archive: Archive) async throws -> [UInt8] {
    let job = try await archive.initiateArchiveRetrieval()
    try await job.waitUntilCompleted()
    var film: [UInt8] = []
    for try await chunk in try await job.getOutput().body {
        film.append(contentsOf: chunk.readableBytesView)
    }
    return film
}
