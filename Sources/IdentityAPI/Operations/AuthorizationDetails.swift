package import GlacierModel

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
package enum GetAccountAuthorizationDetails: IdentityContract {
    package struct Input: Sendable {
        package let account: AccountID
        /// Without any, everything is shown.
        package let filter: Set<EntityFilter>
        package let page: IdentityPageRequest
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        let words: [EntityFilter]? = try request.members(
            "Filter",
            most: EntityFilter.allCases.count,
            QueryText.word
        )
        let filter = Set(words ?? [])
        return Input(
            account: request.account,
            filter: filter.isEmpty ? Set(EntityFilter.allCases) : filter,
            page: try request.page()
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { .getAccountAuthorizationDetails }
    package static func resources(of input: Input) -> [IdentityResource] { [.everything] }

    package static func write(
        _ output: IdentityPage<AuthorizationDetail>,
        to xml: inout XMLWriter,
        _ place: IdentityPlace
    ) {
        for kind in IdentityKind.allCases {
            let details = output.items.compactMap { item in
                if case .identity(let detail) = item, detail.identity.kind == kind { detail } else { nil }
            }
            xml.list("\(kind.word)DetailList", details) { $0.detail($1, place) }
        }
        let policies = output.items.compactMap { item in
            if case .policy(let policy, let versions) = item { (policy, versions) } else { nil }
        }
        xml.list("Policies", policies) { xml, item in
            xml.policy(item.0, .whole)
            xml.list("PolicyVersionList", item.1) { $0.version($1, .whole) }
        }
        xml.pageEnd(output.marker)
    }
}

extension XMLWriter {
    fileprivate mutating func detail(_ detail: IdentityDetail, _ place: IdentityPlace) {
        identity(detail.identity, place, .whole)
        list("\(detail.identity.kind.word)PolicyList", detail.inlinePolicies) { xml, policy in
            xml.element("PolicyName", policy.name.text)
            xml.element("PolicyDocument", PercentText.encode(policy.document))
        }
        attachedPolicies("AttachedManagedPolicies", detail.attachedPolicies)
        switch detail.identity.kind {
        case .user: list("GroupList", detail.groups.map(\.text))
        case .group: break
        case .role:
            // There are no instances that could have one.
            list("InstanceProfileList", [])
            element("RoleLastUsed", "")
        }
    }
}
