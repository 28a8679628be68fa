package import GlacierModel

/// TagUser and TagRole.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagUser.html
package enum TagIdentity: IdentityContract {
    package struct Input: Sendable {
        package let operation: IdentityOperationName
        package let identity: IdentityReference
        package let tags: [IdentityTag]
    }

    private static let family: [IdentityOperationName: IdentityKind] = [.tagUser: .user, .tagRole: .role]

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        let identity = try request.identity(try request.kind(in: family))
        let tags = try request.tags()
        guard !tags.isEmpty else { throw .missingParameter("Tags") }
        return Input(operation: request.operation, identity: identity, tags: tags)
    }

    package static func operation(of input: Input) -> IdentityOperationName { input.operation }
    package static func resources(of input: Input) -> [IdentityResource] { [.identity(input.identity)] }

    package static func facts(of input: Input) -> IdentityRequestFacts {
        var facts = IdentityRequestFacts()
        facts.tags = input.tags
        return facts
    }

    package typealias Output = Void
}

/// UntagUser and UntagRole.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagUser.html
package enum UntagIdentity: IdentityContract {
    package struct Input: Sendable {
        package let operation: IdentityOperationName
        package let identity: IdentityReference
        package let keys: [IdentityTagKey]
    }

    private static let family: [IdentityOperationName: IdentityKind] = [.untagUser: .user, .untagRole: .role]

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        let identity = try request.identity(try request.kind(in: family))
        let keys = try request.members(
            "TagKeys",
            most: IdentityLimits.tagsPerIdentity,
            IdentityTagKey.init(_:)
        )
        guard let keys else { throw .missingParameter("TagKeys") }
        return Input(operation: request.operation, identity: identity, keys: keys)
    }

    package static func operation(of input: Input) -> IdentityOperationName { input.operation }
    package static func resources(of input: Input) -> [IdentityResource] { [.identity(input.identity)] }

    package static func facts(of input: Input) -> IdentityRequestFacts {
        var facts = IdentityRequestFacts()
        facts.removedTagKeys = input.keys
        return facts
    }

    package typealias Output = Void
}

/// ListUserTags and ListRoleTags.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserTags.html
package enum ListIdentityTags: IdentityContract {
    package struct Input: Sendable {
        package let operation: IdentityOperationName
        package let identity: IdentityReference
        package let page: IdentityPageRequest
    }

    private static let family: [IdentityOperationName: IdentityKind] = [.listUserTags: .user, .listRoleTags: .role]

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            operation: request.operation,
            identity: try request.identity(try request.kind(in: family)),
            page: try request.page()
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { input.operation }
    package static func resources(of input: Input) -> [IdentityResource] { [.identity(input.identity)] }

    /// In the order of the folded keys.
    package static func write(
        _ output: IdentityPage<IdentityTag>,
        to xml: inout XMLWriter,
        _ place: IdentityPlace
    ) {
        xml.tags(output.items)
        xml.pageEnd(output.marker)
    }
}
