import Glacier

func storeAndFetch(from endpoint: Endpoint, _ credentials: any CredentialsProvider) async throws -> [UInt8] {
    try await GlacierClient.with(endpoint: endpoint, credentials: credentials) { glacier in
        try await glacier.createVault("photos")
        let photo = Payload(Array("a picture".utf8))
        let archive = try await glacier.uploadArchive(photo, to: "photos", archiveDescription: "summer")

        let job = try await glacier.initiateJob(.archiveRetrieval(archiveID: archive.archiveID), in: "photos")
        while try await !glacier.describeJob(job.jobID, in: "photos").isCompleted {
            try await Task.sleep(for: .seconds(60))
        }
        var bytes: [UInt8] = []
        for try await chunk in try await glacier.getJobOutput(job.jobID, in: "photos").body {
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        return bytes
    }
}
