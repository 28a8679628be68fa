package import GlacierModel

/// The one place that turns facts about identities into statuses, codes and texts.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and the pages of the operations.
extension QueryError {
    package init(_ error: IdentityError) {
        switch error {
        case .malformedForm(let message): self.init(404, "MalformedQueryString", message)
        case .missingAction: self.init(400, "MissingAction", "Missing Action")
        case .unknownAction(let action, let version):
            self.init(400, "InvalidAction", "Could not find operation \(action) for version \(version)")
        case .accessDenied(let principal, let action, let resource):
            self.init(
                403,
                "AccessDenied",
                "User: \(principal) is not authorized to perform: \(action) on resource: \(resource)"
            )
        case .malformedPolicy(let reason): self.init(400, "MalformedPolicyDocument", reason)
        case .identityNotFound, .inlinePolicyNotFound, .accessKeyNotFound, .policyNotFound, .attachablePolicyNotFound,
            .policyVersionNotFound, .policyNotAttached:
            self.init(404, "NoSuchEntity", notFoundMessage(error))
        case .identityExists(let kind, let name):
            self.init(409, "EntityAlreadyExists", "\(kind.word) with name \(name) already exists.")
        case .policyExists(let name):
            self.init(
                409,
                "EntityAlreadyExists",
                "A policy called \(name) already exists. Duplicate names are not allowed."
            )
        case .deleteConflict(let obstacle): self.init(409, "DeleteConflict", deleteConflictMessage(obstacle))
        case .limitReached(let quota): self.init(409, "LimitExceeded", quotaMessage(quota))
        case .duplicateTagKeys:
            self.init(
                400,
                "InvalidInput",
                "Duplicate tag keys found. Please note that Tag keys are case insensitive."
            )
        case .reservedTagKey: self.init(400, "InvalidInput", "Tag keys beginning with aws: are reserved.")
        case .invalidParameter(_, let value, .malformed(.policyARN)):
            self.init(400, "InvalidInput", "ARN \(value) is not valid.")
        case .missingParameter, .unknownParameter, .invalidParameter, .tooManyMembers, .userNameNeeded:
            self.init(400, "ValidationError", validationMessage(error))
        }
    }
}

private func notFoundMessage(_ error: IdentityError) -> String {
    switch error {
    case .identityNotFound(let kind, let name): "The \(kind.rawValue) with name \(name) cannot be found."
    case .inlinePolicyNotFound(let kind, let name): "The \(kind.rawValue) policy with name \(name) cannot be found."
    case .accessKeyNotFound(let id): "The Access Key with id \(id) cannot be found."
    case .attachablePolicyNotFound(let arn): "Policy \(arn) does not exist or is not attachable."
    case .policyVersionNotFound(let arn, let version):
        "Policy \(arn) version \(version) does not exist or is not attachable."
    case .policyNotFound(let arn), .policyNotAttached(let arn): "Policy \(arn) was not found."
    default: "Not found."
    }
}

private func deleteConflictMessage(_ obstacle: IdentityError.DeleteObstacle) -> String {
    switch obstacle {
    case .accessKeys: "Cannot delete entity, must delete access keys first."
    case .inlinePolicies: "Cannot delete entity, must delete policies first."
    case .attachedPolicies: "Cannot delete entity, must detach all policies first."
    case .memberships: "Cannot delete entity, must remove user from all groups first."
    case .members: "Cannot delete entity, must remove users from group first."
    case .usedPolicy: "Cannot delete a policy attached to entities."
    case .policyVersions:
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. "
            + "The default version is deleted with the policy."
    case .defaultVersion: "Cannot delete the default version of a policy."
    }
}

private func quotaMessage(_ quota: IdentityQuota) -> String {
    let quotas = IdentityLimits.self
    return switch quota {
    case .identitiesPerAccount(let kind):
        "Cannot exceed quota for \(kind.word)sPerAccount: \(quotas.perAccount(kind))"
    case .policiesPerAccount: "Cannot exceed quota for PoliciesPerAccount: \(quotas.managedPoliciesPerAccount)"
    case .attachments(let kind): "Cannot exceed quota for PoliciesPer\(kind.word): \(quotas.attachmentsPerIdentity)"
    case .groupsPerUser: "Cannot exceed quota for GroupsPerUser: \(quotas.groupsPerUser)"
    case .accessKeysPerUser: "Cannot exceed quota for AccessKeysPerUser: \(quotas.accessKeysPerUser)"
    case .tags: "The number of tags has reached the maximum limit."
    case .policyVersions:
        "A managed policy can have up to \(quotas.versionsPerPolicy) versions. Before you create a new version, you "
            + "must delete an existing version."
    case .policySize: "Cannot exceed quota for PolicySize: \(quotas.managedPolicyCharacters)"
    case .trustPolicySize: "Cannot exceed quota for ACLSizePerRole: \(quotas.trustPolicyCharacters)"
    case .inlinePolicies(let kind, let name):
        "Maximum policy size of \(quotas.inlinePolicyCharacters(of: kind)) bytes exceeded for \(kind.rawValue) \(name)"
    }
}

/// The texts of ValidationError. Only the first mistake is told.
private func validationMessage(_ error: IdentityError) -> String {
    switch error {
    case .missingParameter(let name):
        "1 validation error detected: Value null at '\(memberName(name))' failed to satisfy constraint: "
            + "Member must not be null"
    case .unknownParameter(let name): "The parameter \(name) is not supported by this operation."
    case .tooManyMembers(let name, let maximum):
        "1 validation error detected: Value at '\(memberName(name))' failed to satisfy constraint: "
            + "Member must have length less than or equal to \(maximum)"
    case .userNameNeeded: "Must specify userName when calling with non-User credentials"
    case .invalidParameter(let name, _, .malformed(let form)):
        "The specified value for \(memberName(name)) is invalid. \(rule(form))"
    case .invalidParameter(let name, let value, let reason):
        "1 validation error detected: Value '\(value)' at '\(memberName(name))' failed to satisfy constraint: "
            + "Member must \(constraint(reason))"
    default: "The request is not valid."
    }
}

private func constraint(_ error: IdentityValueError) -> String {
    switch error {
    case .tooShort(let minimum): "have length greater than or equal to \(minimum)"
    case .tooLong(let maximum): "have length less than or equal to \(maximum)"
    case .tooSmall(let minimum): "have value greater than or equal to \(minimum)"
    case .tooLarge(let maximum): "have value less than or equal to \(maximum)"
    case .notOneOf(let words): "satisfy enum value set: [\(words.joined(separator: ", "))]"
    case .malformed: "be well-formed"
    }
}

private func rule(_ form: IdentityValueError.Form) -> String {
    switch form {
    case .name: "It must contain only alphanumeric characters and/or the following: +=,.@_-"
    case .path: "It must begin and end with / and contain only alphanumeric characters and/or / characters."
    case .pathPrefix: "It must begin with / and contain only printable ASCII characters."
    case .policyARN: "It must be the ARN of a policy."
    case .identityARN(let kinds): "It must be the ARN of a \(kinds.map(\.rawValue).joined(separator: " or "))."
    case .contextKey: "A key that is not a list has one value."
    case .action: "It must be the name of a service, a colon and the name of an action."
    case .accountID: "It must be the ARN of an account, or its 12 digits."
    case .externalID: "It must contain only alphanumeric characters and/or the following: _+=,.@:/-"
    case .policyVersion: "It must be v and a number that begins with 1 to 9."
    case .policyDocument: "It must contain only printable ASCII and Latin-1 characters, tabs and line ends."
    case .accessKeyID: "It must contain only alphanumeric characters and/or _."
    case .tagKey, .tagValue: "It must contain only letters, numbers, spaces and/or the following: _.:/=+-@"
    case .description: "It must contain only printable ASCII and Latin-1 characters, tabs and line ends."
    case .number: "It must be a whole number."
    case .boolean: "It must be true or false."
    case .marker: "It must be the marker of an earlier answer."
    case .uniqueID: "It must be a unique id."
    }
}

/// Messages write names of parameters with a small first letter, and members of lists in their own way.
private func memberName(_ parameter: String) -> String {
    parameter.split(separator: ".").filter { $0 != "member" }.enumerated().map { index, word in
        index == 0 || word.first?.isNumber == true ? word.prefix(1).lowercased() + word.dropFirst() : word.lowercased()
    }.joined(separator: ".")
}
