import GlacierModel

/// How the things of the identity API are written.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Types.html
extension XMLWriter {
    /// How much of an identity is shown: listings leave tags and boundary out.
    enum ShownDetail {
        case listed
        case whole
    }

    /// The members of a user, group or role.
    mutating func identity(_ identity: Identity, _ place: IdentityPlace, _ detail: ShownDetail) {
        let word = identity.kind.word
        element("Path", identity.path.text)
        element("\(word)Name", identity.name.text)
        element("\(word)Id", identity.uniqueID.text)
        element("Arn", place.deployment.arn(of: identity, in: place.account))
        element("CreateDate", identity.creationDate.secondsText)
        if let role = identity.role {
            element("AssumeRolePolicyDocument", PercentText.encode(role.trustPolicy))
            element("Description", ifPresent: role.description?.text)
            element("MaxSessionDuration", String(role.maximumSession.seconds))
        }
        guard detail == .whole else { return }
        boundary(identity.boundary)
        if !identity.tags.isEmpty { tags(identity.tags) }
    }

    mutating func boundary(_ boundary: PolicyARN?) {
        guard let boundary else { return }
        element("PermissionsBoundary") { xml in
            xml.element("PermissionsBoundaryType", "Policy")
            xml.element("PermissionsBoundaryArn", boundary.text)
        }
    }

    mutating func tags(_ tags: [IdentityTag]) {
        list("Tags", tags) { xml, tag in
            xml.element("Key", tag.key.text)
            xml.element("Value", tag.value)
        }
    }

    /// The members of an access key but for its user and its secret.
    mutating func accessKey(_ key: AccessKeyRecord) {
        element("AccessKeyId", key.id)
        element("Status", key.status.rawValue)
        element("CreateDate", key.creationDate.secondsText)
    }

    /// The members of a managed policy; listings leave the description out.
    mutating func policy(_ policy: ManagedPolicy, _ detail: ShownDetail) {
        element("PolicyName", policy.arn.name.text)
        element("PolicyId", policy.uniqueID.text)
        element("Arn", policy.arn.text)
        element("Path", policy.arn.path.text)
        element("DefaultVersionId", policy.defaultVersion.description)
        element("AttachmentCount", String(policy.attachments))
        element("PermissionsBoundaryUsageCount", String(policy.boundaryUses))
        element("IsAttachable", "true")
        if detail == .whole { element("Description", ifPresent: policy.description) }
        element("CreateDate", policy.creationDate.secondsText)
        element("UpdateDate", policy.updateDate.secondsText)
    }

    /// The members of a policy's version.
    mutating func version(_ version: ManagedPolicyVersion, _ detail: ShownDetail) {
        if detail == .whole { element("Document", PercentText.encode(version.document)) }
        element("VersionId", version.id.description)
        element("IsDefaultVersion", version.isDefault ? "true" : "false")
        element("CreateDate", version.creationDate.secondsText)
    }

    mutating func attachedPolicies(_ name: String, _ policies: [PolicyARN]) {
        list(name, policies) { xml, arn in
            xml.element("PolicyName", arn.name.text)
            xml.element("PolicyArn", arn.text)
        }
    }

    /// Whether there is more, and where it goes on.
    mutating func pageEnd(_ marker: String?) {
        element("IsTruncated", marker == nil ? "false" : "true")
        element("Marker", ifPresent: marker)
    }
}
