import Foundation
import Glacier

extension CatalogueOptions {
    /// The local catalogue with the vault that an upload is of; nil where there is none, as looking does not make one.
    func existing(
        for upload: ListedUpload,
        _ client: GlacierClient,
        _ output: OutputOptions
    ) async throws -> (catalogue: OptionalCatalogue, vault: LocalVault)? {
        let path = try path(environment: ProcessInfo.processInfo.environment)
        guard FileManager.default.fileExists(atPath: path), let arn = upload.vaultARN,
            let vault = LocalVault(endpoint: client.endpoint, arn: arn)
        else { return nil }
        return (try await openOptional { output.note("Warning: \($0)") }, vault)
    }
}
