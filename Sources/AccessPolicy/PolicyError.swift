/// Why a text is not a policy, and where.
public struct PolicyError: Error, Hashable, Sendable {
    /// What is wrong.
    public let reason: Reason
    /// The innermost part of the document that is wrong; for a missing element, the part that should have it.
    public let place: PolicyPlace

    init(_ reason: Reason, at place: PolicyPlace) {
        self.reason = reason
        self.place = place
    }

    /// What may be wrong with a policy.
    public enum Reason: Error, Hashable, Sendable {
        // The document.
        case tooLarge(maximumBytes: Int)
        /// Not JSON, or nested too deeply to be read.
        case notJSON
        /// An object has a key twice; a key or operator of a condition comes twice also when only its case differs.
        case duplicateKey
        case nullValue
        case wrongType(expected: Shape)
        /// A list, object or text without content.
        case empty

        // Elements.
        case unknownElement
        case missingElement(String)
        case conflictingElements(String, String)
        case principalInIdentityPolicy
        case resourceInTrustPolicy
        case unknownVersion
        case duplicateSid
        case unknownEffect

        // Principals.
        case malformedPrincipal
        /// `*` or `?` as a part of a principal.
        case wildcardInPrincipal
        case unknownPrincipalType

        // Actions and resources.
        case malformedAction
        /// An action of a service that the resource does not belong to.
        case foreignAction
        /// An action of the service that a policy of this kind has no power over.
        case ungrantableAction
        case unknownAction
        case malformedResource
        /// A resource that is never the one the policy is attached to.
        case unreachableResource

        // Conditions.
        case unknownOperator
        case malformedNumber
        case malformedDate
        case malformedBool
        case malformedBase64
        case malformedAddress
        case malformedARN

        // Variables.
        case unclosedVariable
        case emptyVariable
        case malformedVariable
    }

    /// What JSON a part of a policy is made of.
    public enum Shape: String, Hashable, Sendable {
        case object
        case string
        /// A string, a number or a boolean.
        case scalar = "string, number or boolean"
    }
}

extension PolicyError: CustomStringConvertible {
    /// The place and the reason, in one line. Values of the policy are not in it, only names of members.
    public var description: String { "\(place): \(reason)" }
}

extension PolicyError.Reason: CustomStringConvertible {
    /// A clause that follows the place.
    public var description: String {
        switch self {
        case .tooLarge(let maximumBytes): "is longer than \(maximumBytes) bytes"
        case .notJSON: "is not JSON, or nests too deeply"
        case .duplicateKey: "has a key twice"
        case .nullValue: "is null"
        case .wrongType(let expected): "must be of type \(expected.rawValue)"
        case .empty: "is empty"
        case .unknownElement: "is no element of the policy language"
        case .missingElement(let name): "has no \(name)"
        case .conflictingElements(let first, let second): "has both \(first) and \(second)"
        case .principalInIdentityPolicy: "has no place in an identity policy"
        case .resourceInTrustPolicy: "has no place in a trust policy"
        case .unknownVersion: "is no version of the policy language"
        case .duplicateSid: "is the Sid of an earlier statement"
        case .unknownEffect: "is neither Allow nor Deny"
        case .malformedPrincipal: "is no account, no user, role or session, and not *"
        case .wildcardInPrincipal: "has a wildcard inside a principal"
        case .unknownPrincipalType: "is no type of principal"
        case .malformedAction: "is no action"
        case .foreignAction: "is no action of this service"
        case .ungrantableAction: "cannot be granted by this policy"
        case .unknownAction: "matches no action that this policy can grant"
        case .malformedResource: "is no pattern of an ARN"
        case .unreachableResource: "can never match the resource of this policy"
        case .unknownOperator: "is no condition operator"
        case .malformedNumber: "is no decimal number"
        case .malformedDate: "is no date of ISO 8601 and no Unix time in seconds"
        case .malformedBool: "is neither true nor false"
        case .malformedBase64: "is not base64"
        case .malformedAddress: "is no IP address and no range of them"
        case .malformedARN: "is no pattern of an ARN with six fields"
        case .unclosedVariable: "has a policy variable without an end"
        case .emptyVariable: "has a policy variable without a name"
        case .malformedVariable: "has a malformed policy variable"
        }
    }
}
