package import GlacierModel

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
package enum GetAccountSummary: IdentityContract {
    package struct Input: Sendable {
        package let account: AccountID
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(account: request.account)
    }

    package static func operation(of input: Input) -> IdentityOperationName { .getAccountSummary }
    package static func resources(of input: Input) -> [IdentityResource] { [.everything] }

    /// Production's entries, but for those about things that there are none of here.
    package static func write(_ output: IdentityCounts, to xml: inout XMLWriter, _ place: IdentityPlace) {
        let limits = IdentityLimits.self
        var entries: [(String, Int64)] = [
            ("AccessKeysPerUserQuota", limits.accessKeysPerUser),
            // Of the root, which always has one.
            ("AccountAccessKeysPresent", 1),
            ("AccountMFAEnabled", 0),
            ("AccountSigningCertificatesPresent", 0),
            ("AssumeRolePolicySizeQuota", limits.trustPolicyCharacters),
            ("GroupsPerUserQuota", limits.groupsPerUser),
            ("MFADevices", 0),
            ("MFADevicesInUse", 0),
            ("Policies", output.policies),
            ("PoliciesQuota", limits.managedPoliciesPerAccount),
            ("PolicySizeQuota", limits.managedPolicyCharacters),
            ("PolicyVersionsInUse", output.policyVersions),
            ("PolicyVersionsInUseQuota", limits.managedPoliciesPerAccount * limits.versionsPerPolicy),
            ("VersionsPerPolicyQuota", limits.versionsPerPolicy),
        ]
        for kind in IdentityKind.allCases {
            entries += [
                ("\(kind.word)s", output.identities[kind] ?? 0),
                ("\(kind.word)sQuota", limits.perAccount(kind)),
                ("\(kind.word)PolicySizeQuota", limits.inlinePolicyCharacters(of: kind)),
                ("AttachedPoliciesPer\(kind.word)Quota", limits.attachmentsPerIdentity),
            ]
        }
        xml.element("SummaryMap") { xml in
            for (key, value) in entries.sorted(by: { $0.0 < $1.0 }) {
                xml.element("entry") { xml in
                    xml.element("key", key)
                    xml.element("value", String(value))
                }
            }
        }
    }
}
