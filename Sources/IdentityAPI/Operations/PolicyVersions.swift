package import GlacierModel

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html
package enum CreatePolicyVersion: IdentityContract {
    package struct Input: Sendable {
        package let policy: PolicyARN
        package let document: PolicyDocumentText
        package let role: PolicyVersionRole
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            policy: try request.policyARN(),
            document: try request.required("PolicyDocument", PolicyDocumentText.init(_:)),
            role: try request.value("SetAsDefault", QueryText.boolean) == true ? .defaultVersion : .other
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { .createPolicyVersion }
    package static func resources(of input: Input) -> [IdentityResource] { [.policy(input.policy)] }

    package static func write(_ output: ManagedPolicyVersion, to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.element("PolicyVersion") { $0.version(output, .listed) }
    }
}

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html
package enum GetPolicyVersion: IdentityContract {
    package struct Input: Sendable {
        package let account: AccountID
        package let policy: PolicyARN
        package let version: PolicyVersionID
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            account: request.account,
            policy: try request.policyARN(),
            version: try request.required("VersionId", PolicyVersionID.init(_:))
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { .getPolicyVersion }
    package static func resources(of input: Input) -> [IdentityResource] { [.policy(input.policy)] }

    package static func write(_ output: ManagedPolicyVersion, to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.element("PolicyVersion") { $0.version(output, .whole) }
    }
}

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html
package enum ListPolicyVersions: IdentityContract {
    package struct Input: Sendable {
        package let account: AccountID
        package let policy: PolicyARN
        package let page: IdentityPageRequest
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(account: request.account, policy: try request.policyARN(), page: try request.page())
    }

    package static func operation(of input: Input) -> IdentityOperationName { .listPolicyVersions }
    package static func resources(of input: Input) -> [IdentityResource] { [.policy(input.policy)] }

    /// The newest first.
    package static func write(
        _ output: IdentityPage<ManagedPolicyVersion>,
        to xml: inout XMLWriter,
        _ place: IdentityPlace
    ) {
        xml.list("Versions", output.items) { $0.version($1, .listed) }
        xml.pageEnd(output.marker)
    }
}

/// DeletePolicyVersion and SetDefaultPolicyVersion.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html
package enum ChangePolicyVersion: IdentityContract {
    package enum Change: Hashable, Sendable {
        case delete
        case makeDefault
    }

    package struct Input: Sendable {
        package let change: Change
        package let policy: PolicyARN
        package let version: PolicyVersionID
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            change: request.operation == .deletePolicyVersion ? .delete : .makeDefault,
            policy: try request.policyARN(),
            version: try request.required("VersionId", PolicyVersionID.init(_:))
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName {
        switch input.change {
        case .delete: .deletePolicyVersion
        case .makeDefault: .setDefaultPolicyVersion
        }
    }

    package static func resources(of input: Input) -> [IdentityResource] { [.policy(input.policy)] }
    package typealias Output = Void
}
