import Glacier
import Synchronization

/// Deletes every archive of a vault that the local catalogue knows, several at a time.
///
/// What is gone already counts as deleted, so that a run that was interrupted is simply repeated.
struct EmptyingVault: Sendable {
    let client: GlacierClient
    let address: VaultAddress
    let vault: LocalVault
    let catalogue: LocalCatalogue
    /// Requests at the same time.
    let parallel: Int

    /// Archives between two notes in the catalogue. After a crash so many are asked for once more at most.
    private static let pageLimit = 500

    /// - Parameter progress: is told the number deleted so far.
    /// - Returns: how many were deleted.
    /// - Throws: the first error that the client does not get over; what was deleted before it is noted.
    func run(_ progress: (Int) -> Void) async throws -> Int {
        var deleted = 0, last = ""
        while true {
            let page = try await catalogue.archives(of: vault, after: last, limit: Self.pageLimit)
            guard let end = page.last else { return deleted }
            last = end.archiveID
            let (gone, failure) = await delete(page.map(\.archiveID))
            try await catalogue.forget(gone, in: vault)
            deleted += gone.count
            progress(deleted)
            if let failure { throw failure }
        }
    }

    /// Those that were deleted, and the first error, after which no other request is begun.
    private func delete(_ ids: [String]) async -> (gone: [String], failure: (any Error)?) {
        await withTaskGroup(of: (id: String, failure: (any Error)?).self) { group in
            var rest = ids.makeIterator(), gone: [String] = [], failure: (any Error)?
            let begin = { (group: inout TaskGroup<(id: String, failure: (any Error)?)>) in
                guard let id = rest.next() else { return }
                group.addTask {
                    do {
                        try await deleteOne(id)
                        return (id, nil)
                    } catch {
                        return (id, error)
                    }
                }
            }
            for _ in 0..<parallel { begin(&group) }
            for await ended in group {
                if let error = ended.failure {
                    failure = failure ?? error
                } else {
                    gone.append(ended.id)
                }
                if failure == nil { begin(&group) }
            }
            return (gone, failure)
        }
    }

    private func deleteOne(_ id: String) async throws {
        do {
            try await client.deleteArchive(id, in: address)
        } catch let error as GlacierError where error.knownCode == .resourceNotFound {}
    }
}
