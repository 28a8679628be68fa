import AccessControl
import GlacierAPI
import GlacierModel
import VaultService

extension GlacierHandler {
    /// Carries an operation out. A new case of `OperationName` makes the compiler ask for its line here.
    func dispatch(_ call: Call) async throws -> OutgoingResponse {
        switch call.permit.operation {
        case .createVault: try await answer(CreateVault.self, call, operations.createVault)
        case .describeVault: try await answer(DescribeVault.self, call, operations.describeVault)
        case .listVaults: try await answer(ListVaults.self, call, operations.listVaults)
        case .deleteVault: try await answer(DeleteVault.self, call, operations.deleteVault)
        case .uploadArchive:
            try await answer(UploadArchive.self, call) { try await operations.uploadArchive($0, body: call.body) }
        case .deleteArchive: try await answer(DeleteArchive.self, call, operations.deleteArchive)
        case .initiateMultipartUpload:
            try await answer(InitiateMultipartUpload.self, call, operations.initiateMultipartUpload)
        case .uploadMultipartPart:
            try await answer(UploadMultipartPart.self, call) {
                try await operations.uploadMultipartPart($0, body: call.body)
            }
        case .completeMultipartUpload:
            try await answer(CompleteMultipartUpload.self, call, operations.completeMultipartUpload)
        case .abortMultipartUpload:
            try await answer(AbortMultipartUpload.self, call, operations.abortMultipartUpload)
        case .listParts: try await answer(ListParts.self, call, operations.listParts)
        case .listMultipartUploads:
            try await answer(ListMultipartUploads.self, call, operations.listMultipartUploads)
        case .initiateJob: try await answer(InitiateJob.self, call, operations.initiateJob)
        case .describeJob: try await answer(DescribeJob.self, call, operations.describeJob)
        case .listJobs: try await answer(ListJobs.self, call, operations.listJobs)
        case .getJobOutput: try await answerJobOutput(call)
        case .addTagsToVault: try await answer(AddTagsToVault.self, call, operations.addTagsToVault)
        case .listTagsForVault: try await answer(ListTagsForVault.self, call, operations.listTagsForVault)
        case .removeTagsFromVault: try await answer(RemoveTagsFromVault.self, call, operations.removeTagsFromVault)
        case .setVaultNotifications:
            try await answer(SetVaultNotifications.self, call, operations.setVaultNotifications)
        case .getVaultNotifications:
            try await answer(GetVaultNotifications.self, call, operations.getVaultNotifications)
        case .deleteVaultNotifications:
            try await answer(DeleteVaultNotifications.self, call, operations.deleteVaultNotifications)
        case .setVaultAccessPolicy: try await answer(SetVaultAccessPolicy.self, call, operations.setVaultAccessPolicy)
        case .getVaultAccessPolicy: try await answer(GetVaultAccessPolicy.self, call, operations.getVaultAccessPolicy)
        case .deleteVaultAccessPolicy:
            try await answer(DeleteVaultAccessPolicy.self, call, operations.deleteVaultAccessPolicy)
        case .initiateVaultLock: try await answer(InitiateVaultLock.self, call, operations.initiateVaultLock)
        case .completeVaultLock: try await answer(CompleteVaultLock.self, call, operations.completeVaultLock)
        case .abortVaultLock: try await answer(AbortVaultLock.self, call, operations.abortVaultLock)
        case .getVaultLock: try await answer(GetVaultLock.self, call, operations.getVaultLock)
        case .getDataRetrievalPolicy:
            try await answer(GetDataRetrievalPolicy.self, call, operations.getDataRetrievalPolicy)
        case .setDataRetrievalPolicy:
            try await answer(SetDataRetrievalPolicy.self, call, operations.setDataRetrievalPolicy)
        case .listProvisionedCapacity:
            try await answer(ListProvisionedCapacity.self, call, operations.listProvisionedCapacity)
        case .purchaseProvisionedCapacity:
            try await answer(PurchaseProvisionedCapacity.self, call, operations.purchaseProvisionedCapacity)
        }
    }

    /// Answers an operation on a vault.
    private func answer<Operation: Contract>(
        _ contract: Operation.Type,
        _ call: Call,
        _ perform: (Authorised<Operation.Input>) async throws -> Operation.Output
    ) async throws -> OutgoingResponse where Operation.Target == VaultReference {
        let input = try await input(contract, call)
        let output = try await perform(call.permit.authorising(contract, input))
        return OutgoingResponse(
            contract.response(to: output, deployment: deployment),
            operation: contract.operation
        )
    }

    /// Answers an operation on a whole account.
    private func answer<Operation: Contract>(
        _ contract: Operation.Type,
        _ call: Call,
        _ perform: (Authorised<Operation.Input>) async throws -> Operation.Output
    ) async throws -> OutgoingResponse where Operation.Target == AccountID {
        let input = try contract.input(for: call.account, from: call.parts)
        let output = try await perform(call.permit.authorising(contract, input))
        return OutgoingResponse(
            contract.response(to: output, deployment: deployment),
            operation: contract.operation
        )
    }

    private func answerJobOutput(_ call: Call) async throws -> OutgoingResponse {
        let input = try await input(GetJobOutput.self, call)
        let output = try await operations.getJobOutput(call.permit.authorising(GetJobOutput.self, input))
        let description = output.description
        var response = OutgoingResponse(
            GetJobOutput.response(to: description, deployment: deployment),
            operation: .getJobOutput
        )
        response.body = .stream(length: Int64(description.range.count)) { writer in
            try await withTaskExecutorPreference(globalConcurrentExecutor) {
                try await output.read { bytes in try await writer.write(bytes) }
            }
        }
        return response
    }

    /// Reads an operation's input. Where it is wrong, a vault or an upload that does not exist is the graver error.
    private func input<Operation: Contract>(
        _ contract: Operation.Type,
        _ call: Call
    ) async throws -> Operation.Input where Operation.Target == VaultReference {
        let vault = try call.vault()
        do {
            return try contract.input(for: vault, from: call.parts)
        } catch {
            try await requireExistence(contract.operation, in: vault, identifier: call.parts.identifier)
            throw error
        }
    }

    private func requireExistence(
        _ operation: OperationName,
        in vault: VaultReference,
        identifier: String
    ) async throws {
        switch operation {
        case .uploadMultipartPart: try await operations.requireUpload(identifier, in: vault)
        case .completeMultipartUpload:
            try await operations.requireCompletableUpload(identifier, in: vault)
        default: try await operations.requireVault(vault)
        }
    }
}
