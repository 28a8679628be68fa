import GlacierModel

/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
extension Deployment {
    func userARN(of account: AccountID, path: String, name: String) -> String {
        "arn:\(partition.rawValue):iam::\(account):user\(path)\(name)"
    }

    func roleARN(of account: AccountID, path: String, name: String) -> String {
        "arn:\(partition.rawValue):iam::\(account):role\(path)\(name)"
    }

    func sessionARN(of account: AccountID, roleName: String, sessionName: String) -> String {
        "arn:\(partition.rawValue):sts::\(account):assumed-role/\(roleName)/\(sessionName)"
    }
}
