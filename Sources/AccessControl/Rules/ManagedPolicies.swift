import GlacierModel

extension Deployment {
    /// The text of a policy that is part of the program; nil for an ARN that is not one's.
    func managedPolicyDocument(_ arn: String) -> String? { nil }
}
