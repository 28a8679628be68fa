import GlacierModel
import Testing

@Suite("Names of a deployment")
struct DeploymentTests {
    private let deployment = Deployment(partition: .aws, region: "us-west-2")
    private let vault: VaultReference

    init() throws {
        vault = VaultReference(account: try AccountID("111122223333"), name: try VaultName("examplevault"))
    }

    @Test("a vault has an ARN and a path")
    func namesVault() {
        #expect(deployment.arn(of: vault) == "arn:aws:glacier:us-west-2:111122223333:vaults/examplevault")
        #expect(vault.path == "/111122223333/vaults/examplevault")
    }

    @Test(
        "the partition is part of every ARN",
        arguments: zip(
            Deployment.Partition.allCases,
            ["arn:aws:", "arn:aws-cn:", "arn:aws-us-gov:"]
        )
    )
    func namesPartition(_ partition: Deployment.Partition, _ beginning: String) {
        let elsewhere = Deployment(partition: partition, region: "r")
        #expect(elsewhere.arn(of: vault) == beginning + "glacier:r:111122223333:vaults/examplevault")
        #expect(elsewhere.rootARN(of: vault.account) == beginning + "iam::111122223333:root")
    }

    @Test("an unchecked name, or none, can be put into an ARN")
    func namesUncheckedVault() {
        let account = vault.account
        #expect(
            deployment.arn(account: account, vaultName: "a b") == "arn:aws:glacier:us-west-2:111122223333:vaults/a b"
        )
        #expect(deployment.arn(account: account, vaultName: "") == "arn:aws:glacier:us-west-2:111122223333:vaults/")
    }

    @Test("an ARN leads back to its vault")
    func readsARN() throws {
        #expect(try deployment.vaultName(fromARN: deployment.arn(of: vault), account: vault.account) == vault.name)
    }

    @Test(
        "an ARN of elsewhere, or none, is no marker",
        arguments: [
            "", "examplevault", "arn:aws:glacier:us-west-2:111122223333:vaults/",
            "arn:aws:glacier:us-west-2:111122223333:vaults/..", "arn:aws:glacier:us-west-2:111122223333:vaults/a/b",
            "arn:aws:glacier:us-west-1:111122223333:vaults/v", "arn:aws:glacier:us-west-2:999922223333:vaults/v",
            "arn:aws-cn:glacier:us-west-2:111122223333:vaults/v", "arn:aws:s3:us-west-2:111122223333:vaults/v",
            " arn:aws:glacier:us-west-2:111122223333:vaults/v", "ARN:aws:glacier:us-west-2:111122223333:vaults/v",
        ]
    )
    func refusesARN(_ arn: String) {
        #expect(throws: ServiceError.invalidMarker(arn)) {
            try deployment.vaultName(fromARN: arn, account: vault.account)
        }
    }
}
