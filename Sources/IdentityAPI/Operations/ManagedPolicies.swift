package import GlacierModel

/// Tags of managed policies are not supported, and refused.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
package enum CreatePolicy: IdentityContract {
    package struct Input: Sendable {
        package let account: AccountID
        package let name: PolicyName
        package let path: IdentityPath
        package let document: PolicyDocumentText
        package let description: PolicyDescription?
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            account: request.account,
            name: try request.required("PolicyName", PolicyName.init(_:)),
            path: try request.value("Path", IdentityPath.init(ofPolicy:)) ?? .root,
            document: try request.required("PolicyDocument", PolicyDocumentText.init(_:)),
            description: try request.value("Description", PolicyDescription.init(_:))
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { .createPolicy }
    package static func resources(of input: Input) -> [IdentityResource] { [.newPolicy(input.name, path: input.path)] }

    package static func write(_ output: ManagedPolicy, to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.element("Policy") { $0.policy(output, .whole) }
    }
}

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html
package enum GetPolicy: IdentityContract {
    package struct Input: Sendable {
        package let account: AccountID
        package let policy: PolicyARN
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(account: request.account, policy: try request.policyARN())
    }

    package static func operation(of input: Input) -> IdentityOperationName { .getPolicy }
    package static func resources(of input: Input) -> [IdentityResource] { [.policy(input.policy)] }

    package static func write(_ output: ManagedPolicy, to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.element("Policy") { $0.policy(output, .whole) }
    }
}

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html
package enum ListPolicies: IdentityContract {
    package struct Input: Sendable {
        package let account: AccountID
        package let selection: PolicySelection
        package let page: IdentityPageRequest
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            account: request.account,
            selection: PolicySelection(
                scope: try request.value("Scope", QueryText.word) ?? .all,
                prefix: try request.pathPrefix(),
                onlyAttached: try request.value("OnlyAttached", QueryText.boolean) ?? false,
                usage: try request.value("PolicyUsageFilter", QueryText.word)
            ),
            page: try request.page()
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { .listPolicies }
    package static func resources(of input: Input) -> [IdentityResource] { [.everything] }

    /// The program's own first, then the account's, each in the order of their folded names.
    package static func write(_ output: IdentityPage<ManagedPolicy>, to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.list("Policies", output.items) { $0.policy($1, .listed) }
        xml.pageEnd(output.marker)
    }
}

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html
package enum DeletePolicy: IdentityContract {
    package struct Input: Sendable {
        package let policy: PolicyARN
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(policy: try request.policyARN())
    }

    package static func operation(of input: Input) -> IdentityOperationName { .deletePolicy }
    package static func resources(of input: Input) -> [IdentityResource] { [.policy(input.policy)] }
    package typealias Output = Void
}

/// Users, groups and roles that have a policy, or are bounded by it.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html
package enum ListEntitiesForPolicy: IdentityContract {
    package struct Input: Sendable {
        package let account: AccountID
        package let policy: PolicyARN
        package let selection: EntitySelection
        package let page: IdentityPageRequest
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        let filter: EntityFilter? = try request.value("EntityFilter", QueryText.word)
        return Input(
            account: request.account,
            policy: try request.policyARN(),
            selection: EntitySelection(
                kinds: filter.map { [$0.kind].compactMap { $0 } } ?? IdentityKind.allCases,
                prefix: try request.pathPrefix(),
                usage: try request.value("PolicyUsageFilter", QueryText.word)
            ),
            page: try request.page()
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { .listEntitiesForPolicy }
    package static func resources(of input: Input) -> [IdentityResource] { [.policy(input.policy)] }

    package static func write(_ output: IdentityPage<PolicyEntity>, to xml: inout XMLWriter, _ place: IdentityPlace) {
        for kind in IdentityKind.allCases {
            xml.list("Policy\(kind.word)s", output.items.filter { $0.kind == kind }) { xml, entity in
                xml.element("\(kind.word)Name", entity.name.text)
                xml.element("\(kind.word)Id", entity.uniqueID.text)
            }
        }
        xml.pageEnd(output.marker)
    }
}
