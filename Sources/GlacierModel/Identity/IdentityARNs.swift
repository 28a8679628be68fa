extension Deployment {
    /// `arn:{partition}:iam::{account}:user{path}{name}`, or that of a group or role.
    package func arn(of kind: IdentityKind, path: IdentityPath, name: String, in account: AccountID) -> String {
        identityARN(kind, path: path.text, name: name, in: account)
    }

    /// As `arn(of:path:name:in:)`, of what is known to be well-formed.
    package func identityARN(_ kind: IdentityKind, path: String, name: String, in account: AccountID) -> String {
        "arn:\(partition.rawValue):iam::\(account):\(kind.rawValue)\(path)\(name)"
    }

    /// `arn:{partition}:sts::{account}:assumed-role/{role}/{session}`, without the role's path.
    package func sessionARN(of account: AccountID, roleName: String, sessionName: String) -> String {
        "arn:\(partition.rawValue):sts::\(account):assumed-role/\(roleName)/\(sessionName)"
    }

    /// The ARN of an identity.
    package func arn(of identity: Identity, in account: AccountID) -> String {
        arn(of: identity.kind, path: identity.path, name: identity.name.text, in: account)
    }

    /// The ARN of a managed policy that an account makes.
    package func policyARN(path: IdentityPath, name: PolicyName, in account: AccountID) -> PolicyARN {
        PolicyARN(partition: partition, account: account, path: path, name: name)
    }

    /// The ARN of a managed policy that is part of the program.
    package func arn(of policy: BuiltInPolicy) -> PolicyARN {
        PolicyARN(partition: partition, account: nil, path: policy.path, name: policy.name)
    }

    /// The policy of the program that an ARN names.
    package func builtInPolicy(_ arn: PolicyARN) -> BuiltInPolicy? {
        BuiltInPolicy.all.first { self.arn(of: $0) == arn }
    }
}
