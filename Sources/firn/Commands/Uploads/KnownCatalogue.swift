import Foundation
import Glacier

extension CatalogueOptions {
    /// The local catalogue with the vault that an upload is of; nil where there is none, as looking does not make one.
    func existing(
        for upload: ListedUpload,
        _ client: GlacierClient,
        _ output: OutputOptions
    ) async throws -> (catalogue: OptionalCatalogue, vault: LocalVault)? {
        let path: String
        do {
            path = try self.path(environment: ProcessInfo.processInfo.environment)
        } catch is LocalCatalogueError {
            return nil
        }
        guard FileManager.default.fileExists(atPath: path), let arn = upload.vaultARN,
            let vault = LocalVault(endpoint: client.endpoint, arn: arn)
        else { return nil }
        return (try await openOptional { output.note("Warning: \($0)") }, vault)
    }
}
