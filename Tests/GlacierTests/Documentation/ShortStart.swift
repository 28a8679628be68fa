import Glacier

func storeAndFetch(_ bytes: [UInt8], with glacier: GlacierService) async throws -> [UInt8] {
    let vault = try await glacier.createVault("photos")
    let archive = try await vault.uploadArchive(Payload(bytes), archiveDescription: "summer")

    let job = try await archive.initiateArchiveRetrieval()
    try await job.waitUntilCompleted()
    var fetched: [UInt8] = []
    for try await chunk in try await job.getOutput().body {
        fetched.append(contentsOf: chunk.readableBytesView)
    }
    return fetched
}
