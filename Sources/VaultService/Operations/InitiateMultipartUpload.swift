package import AccessControl
import Catalogue
package import GlacierAPI
import GlacierModel

extension Operations {
    package func initiateMultipartUpload(
        _ request: Authorised<InitiateMultipartUpload.Input>
    ) async throws -> InitiateMultipartUpload.Output {
        let upload = MultipartUpload(
            id: UploadID(randomFrom: surroundings),
            archiveDescription: request.input.archiveDescription,
            partSize: request.input.partSize,
            creationDate: surroundings.now()
        )
        try await catalogue.createUpload(upload, in: request.input.vault)
        return InitiateMultipartUpload.Output(vault: request.input.vault, uploadID: upload.id)
    }
}
