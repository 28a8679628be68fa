package import GlacierModel

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
package enum CreateRole: IdentityContract {
    package struct Input: Sendable {
        package let role: IdentityReference
        package let path: IdentityPath
        package let trustPolicy: PolicyDocumentText
        package let description: RoleDescription?
        package let maximumSession: SessionLength
        package let boundary: PolicyARN?
        package let tags: [IdentityTag]
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            role: try request.identity(.role),
            path: try request.value("Path", IdentityPath.init(_:)) ?? .root,
            trustPolicy: try request.required("AssumeRolePolicyDocument", PolicyDocumentText.init(_:)),
            description: try request.value("Description", RoleDescription.init(_:)),
            maximumSession: try request.maximumSession() ?? .standard,
            boundary: try request.value("PermissionsBoundary", PolicyARN.init(_:)),
            tags: try request.tags()
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { .createRole }
    package static func resources(of input: Input) -> [IdentityResource] { [.new(input.role, path: input.path)] }

    package static func facts(of input: Input) -> IdentityRequestFacts {
        var facts = IdentityRequestFacts()
        facts.permissionsBoundary = input.boundary
        facts.tags = input.tags
        return facts
    }

    package static func write(_ output: Identity, to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.element("Role") { $0.identity(output, place, .whole) }
    }
}

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
package enum GetRole: IdentityContract {
    package struct Input: Sendable {
        package let role: IdentityReference
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(role: try request.identity(.role))
    }

    package static func operation(of input: Input) -> IdentityOperationName { .getRole }
    package static func resources(of input: Input) -> [IdentityResource] { [.identity(input.role)] }

    /// When a role was last used is not recorded: the element is empty, as for one that never was.
    package static func write(_ output: Identity, to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.element("Role") { xml in
            xml.identity(output, place, .whole)
            xml.element("RoleLastUsed", "")
        }
    }
}

/// What is not given stays as it is.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html
package enum UpdateRole: IdentityContract {
    package struct Input: Sendable {
        package let role: IdentityReference
        package let description: RoleDescription?
        package let maximumSession: SessionLength?
    }

    /// An empty result, which clients look for.
    package struct Output: Sendable {
        package init() {}
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            role: try request.identity(.role),
            description: try request.value("Description", RoleDescription.init(_:)),
            maximumSession: try request.maximumSession()
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { .updateRole }
    package static func resources(of input: Input) -> [IdentityResource] { [.identity(input.role)] }
    package static func write(_ output: Output, to xml: inout XMLWriter, _ place: IdentityPlace) {}
}

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRoleDescription.html
package enum UpdateRoleDescription: IdentityContract {
    package struct Input: Sendable {
        package let role: IdentityReference
        package let description: RoleDescription
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            role: try request.identity(.role),
            description: try request.required("Description", RoleDescription.init(_:))
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { .updateRoleDescription }
    package static func resources(of input: Input) -> [IdentityResource] { [.identity(input.role)] }

    package static func write(_ output: Identity, to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.element("Role") { $0.identity(output, place, .whole) }
    }
}

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html
package enum UpdateAssumeRolePolicy: IdentityContract {
    package struct Input: Sendable {
        package let role: IdentityReference
        package let trustPolicy: PolicyDocumentText
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            role: try request.identity(.role),
            trustPolicy: try request.required("PolicyDocument", PolicyDocumentText.init(_:))
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { .updateAssumeRolePolicy }
    package static func resources(of input: Input) -> [IdentityResource] { [.identity(input.role)] }
    package typealias Output = Void
}

extension IdentityRequest {
    fileprivate mutating func maximumSession() throws(IdentityError) -> SessionLength? {
        try value("MaxSessionDuration") { (text) throws(IdentityValueError) in
            try SessionLength(seconds: try QueryText.number(text))
        }
    }
}
