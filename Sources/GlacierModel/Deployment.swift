/// Which partition and region this server speaks for: part of every ARN and of every signature's scope.
public struct Deployment: Hashable, Sendable {
    /// A part of AWS with regions of its own, as the second field of an ARN names it.
    ///
    /// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
    public enum Partition: String, Hashable, Sendable, CaseIterable {
        case aws
        case awsChina = "aws-cn"
        case awsUSGovernment = "aws-us-gov"
    }

    /// Shown in ARNs; nothing else depends on it.
    public let partition: Partition
    /// Such as `us-east-1`. A signature whose scope names another one is refused.
    public let region: String

    /// Takes any region: there is no list of them to be in.
    public init(partition: Partition, region: String) {
        self.partition = partition
        self.region = region
    }

    /// `arn:{partition}:glacier:{region}:{account}:vaults/{name}`
    public func arn(of vault: VaultReference) -> String {
        arn(account: vault.account, vaultName: vault.name.text)
    }

    /// The ARN of a vault whose name was not checked, or is empty where a whole account is meant.
    public func arn(account: AccountID, vaultName: String) -> String {
        "\(vaultARNPrefix(account))\(vaultName)"
    }

    /// The vault that an ARN of this account and region names.
    ///
    /// - Throws: `ServiceError.invalidMarker` for any other text: the only ARNs that requests carry are markers.
    public func vaultName(fromARN arn: String, account: AccountID) throws(ServiceError) -> VaultName {
        let prefix = vaultARNPrefix(account)
        guard arn.hasPrefix(prefix), let name = try? VaultName(String(arn.dropFirst(prefix.count))) else {
            throw .invalidMarker(arn)
        }
        return name
    }

    /// The principal that an account's root credentials act as.
    public func rootARN(of account: AccountID) -> String {
        "arn:\(partition.rawValue):iam::\(account):root"
    }

    /// What policies name where they speak of an account's data retrieval policy.
    public func retrievalPolicyARN(of account: AccountID) -> String {
        "arn:\(partition.rawValue):glacier:\(region):\(account):policies/retrieval-limit-policy"
    }

    /// What policies name where they speak of an account's provisioned capacity.
    public func provisionedCapacityARN(of account: AccountID) -> String {
        "arn:\(partition.rawValue):glacier:\(region):\(account):provisioned-capacity"
    }

    private func vaultARNPrefix(_ account: AccountID) -> String {
        "arn:\(partition.rawValue):glacier:\(region):\(account):vaults/"
    }
}
