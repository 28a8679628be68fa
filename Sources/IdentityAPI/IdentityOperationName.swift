package import GlacierModel

/// The operations of the identity API by the names that AWS gives them.
package enum IdentityOperationName: String, Hashable, Sendable, CaseIterable {
    case createAccessKey = "CreateAccessKey"
    case createUser = "CreateUser"
    case deleteAccessKey = "DeleteAccessKey"
    case deleteUser = "DeleteUser"
    case getAccessKeyLastUsed = "GetAccessKeyLastUsed"
    case getUser = "GetUser"
    case listAccessKeys = "ListAccessKeys"
    case listUserTags = "ListUserTags"
    case listUsers = "ListUsers"
    case tagUser = "TagUser"
    case untagUser = "UntagUser"
    case updateAccessKey = "UpdateAccessKey"
    case updateUser = "UpdateUser"

    /// The only value of `Version`.
    package static let version = "2010-05-08"

    /// The operation that a form asks for.
    ///
    /// - Throws: `IdentityError.missingAction`, `IdentityError.unknownAction`
    package init(of form: QueryForm) throws(IdentityError) {
        guard let action = form.value(of: "Action"), !action.isEmpty else { throw .missingAction }
        let version = form.value(of: "Version") ?? ""
        guard version == Self.version, let operation = Self(rawValue: action) else {
            throw .unknownAction(action, version: version)
        }
        self = operation
    }

    /// The name under which policies allow it.
    package var action: String { "iam:\(rawValue)" }
}
