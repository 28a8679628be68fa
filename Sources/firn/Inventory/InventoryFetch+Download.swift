import Foundation
import Glacier
import TreeHash

extension InventoryFetch {
    /// Times that the output is asked for: where a connection breaks, the next one goes on behind the last byte.
    private static let attempts = 8

    /// Fetches the output of a job that has ended, to the disk.
    ///
    /// - Throws: `CommandFailure` with the status `damaged` where the bytes are not those that the service announced.
    func download(_ job: DescribedJob) async throws -> FetchedInventory {
        let folder = (catalogue.path as NSString).deletingLastPathComponent
        let file = try SpooledFile(in: folder.isEmpty ? "." : folder)
        guard let jobID = job.jobID else { throw InventoryError("the service gave a job no id") }
        var download = Progress()
        for attempt in 1... {
            do {
                try await download.run(client, jobID, address, to: file)
                break
            } catch let error as TransportError where attempt < Self.attempts {
                tell("\(CommandFailure(TransportCause(error), at: nil).message); going on")
                try await surroundings.sleep(Span(milliseconds: Int64(200 << attempt)))
            }
        }
        try check(download, job)
        let format: InventoryFormat = job.inventoryRetrievalParameters?.format == "CSV" ? .csv : .json
        return FetchedInventory(file: file, length: download.length, format: format)
    }

    private func check(_ download: Progress, _ job: DescribedJob) throws {
        if let size = job.inventorySizeInBytes, size != download.length {
            throw CommandFailure(.damaged, "the inventory has \(download.length) bytes instead of \(size)")
        }
        var hasher = download.hasher
        if let claimed = download.treeHash, claimed != hasher.finalize().tree {
            throw CommandFailure(.damaged, "the inventory's tree hash is not the one that the service gave")
        }
    }

    /// How far the output was fetched.
    private struct Progress {
        var length: Int64 = 0
        var hasher = PayloadHasher()
        /// Of the whole output, where the service says one.
        var treeHash: Digest?

        mutating func run(
            _ client: GlacierClient,
            _ jobID: String,
            _ address: VaultAddress,
            to file: SpooledFile
        ) async throws {
            let range: JobOutputBytes? = length > 0 ? .from(length) : nil
            let output = try await client.getJobOutput(jobID, in: address, range: range)
            if output.head.range?.lowerBound != range.map({ _ in length }) { self = Progress() }
            if length == 0 { treeHash = output.head.treeHash }
            for try await chunk in output.body {
                try await file.write(chunk, at: length)
                chunk.withUnsafeReadableBytes { hasher.update($0) }
                length += Int64(chunk.readableBytes)
            }
        }
    }
}
