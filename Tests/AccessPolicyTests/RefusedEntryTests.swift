import Testing

@testable import AccessPolicy

@Suite("Refused principals, actions and resources")
struct RefusedEntryTests {
    private static func named(_ text: String, _ reason: PolicyError.Reason) -> Refusal {
        .element("Principal", "{\"AWS\":\"\(text)\"}", reason, at: ".AWS")
    }

    private static let principals: [Refusal] = [
        .element("Principal", "null", .nullValue),
        .element("Principal", "1", .wrongType(expected: .object)),
        .element("Principal", "[\"*\"]", .wrongType(expected: .object)),
        .element("Principal", "{}", .empty),
        .element("Principal", "\"\"", .empty),
        .element("Principal", "\"444455556666\"", .malformedPrincipal),
        .element("Principal", "\"**\"", .malformedPrincipal),
        .element("Principal", "{\"aws\":\"*\"}", .unknownPrincipalType, at: ".aws"),
        .element("Principal", "{\"User\":\"*\"}", .unknownPrincipalType, at: ".User"),
        .element("Principal", "{\"*\":\"*\"}", .unknownPrincipalType, at: ".*"),
        .element("Principal", "{\"AWS\":[]}", .empty, at: ".AWS"),
        .element("Principal", "{\"AWS\":{}}", .wrongType(expected: .string), at: ".AWS"),
        .element("Principal", "{\"AWS\":444455556666}", .wrongType(expected: .string), at: ".AWS"),
        .element("Principal", "{\"AWS\":[\"*\",null]}", .nullValue, at: ".AWS[1]"),
        .element("Principal", "{\"AWS\":[\"*\",\"444\"]}", .malformedPrincipal, at: ".AWS[1]"),
        .element("Principal", "{\"AWS\":[[\"*\"]]}", .wrongType(expected: .string), at: ".AWS[0]"),
        .element("Principal", "{\"Service\":\"\"}", .empty, at: ".Service"),
        .element("Principal", "{\"Service\":\"*.amazonaws.com\"}", .wildcardInPrincipal, at: ".Service"),
        .element("Principal", "{\"Federated\":\"a b\"}", .malformedPrincipal, at: ".Federated"),
        .element("Principal", "{\"CanonicalUser\":7}", .wrongType(expected: .string), at: ".CanonicalUser"),
        named("", .empty),
        named(" *", .wildcardInPrincipal),
        named("**", .wildcardInPrincipal),
        named("44445555666*", .wildcardInPrincipal),
        named("44445555666?", .wildcardInPrincipal),
        named("arn:aws:iam::*:root", .wildcardInPrincipal),
        named("arn:aws:iam::444455556666:*", .wildcardInPrincipal),
        named("arn:aws:iam::444455556666:user/*", .wildcardInPrincipal),
        named("arn:aws:iam::444455556666:user/B?b", .wildcardInPrincipal),
        named("arn:aws:sts::444455556666:assumed-role/r/*", .wildcardInPrincipal),
        named("44445555666", .malformedPrincipal),
        named("4444555566667", .malformedPrincipal),
        named("4444-5555-6666", .malformedPrincipal),
        named("４４４４５５５５６６６６", .malformedPrincipal),
        named("Bob", .malformedPrincipal),
        named("AIDACKCEVSQ6C2EXAMPLE", .malformedPrincipal),
        named("arn:aws:iam:us-east-1:444455556666:root", .malformedPrincipal),
        named("arn:aws:iam::44445555666:root", .malformedPrincipal),
        named("arn:aws:iam:::root", .malformedPrincipal),
        named("arn:aws:iam::444455556666", .malformedPrincipal),
        named("arn:aws:iam::444455556666:", .malformedPrincipal),
        named("arn:aws:iam::444455556666:Root", .malformedPrincipal),
        named("arn:aws:iam::444455556666:root/", .malformedPrincipal),
        named("arn:aws:iam::444455556666:user", .malformedPrincipal),
        named("arn:aws:iam::444455556666:user/", .malformedPrincipal),
        named("arn:aws:iam::444455556666:user/a//Bob", .malformedPrincipal),
        named("arn:aws:iam::444455556666:user/Bob/", .malformedPrincipal),
        named("arn:aws:iam::444455556666:user/Bob Smith", .malformedPrincipal),
        named("arn:aws:iam::444455556666:user/Bob:x", .malformedPrincipal),
        named("arn:aws:iam::444455556666:user/" + String(repeating: "b", count: 65), .malformedPrincipal),
        named("arn:aws:iam::444455556666:user/" + String(repeating: "a/", count: 256) + "b", .malformedPrincipal),
        named("arn:aws:iam::444455556666:group/Admins", .malformedPrincipal),
        named("arn:aws:iam::444455556666:assumed-role/r/s", .malformedPrincipal),
        named("arn:aws:sts::444455556666:role/r", .malformedPrincipal),
        named("arn:aws:sts::444455556666:assumed-role/r", .malformedPrincipal),
        named("arn:aws:sts::444455556666:assumed-role/r/", .malformedPrincipal),
        named("arn:aws:sts::444455556666:assumed-role/p/r/s", .malformedPrincipal),
        named("arn:aws:sts::444455556666:federated-user/Bob", .malformedPrincipal),
        named("arn:aws:s3::444455556666:root", .malformedPrincipal),
        named("arn:amazon:iam::444455556666:root", .malformedPrincipal),
        named("ARN:aws:iam::444455556666:root", .malformedPrincipal),
        named("${aws:PrincipalArn}", .malformedPrincipal),
    ]

    private static let actions: [Refusal] = [
        .element("Action", "null", .nullValue),
        .element("Action", "7", .wrongType(expected: .string)),
        .element("Action", "{}", .wrongType(expected: .string)),
        .element("Action", "[]", .empty),
        .element("Action", "\"\"", .empty),
        .element("Action", "[\"*\",\"\"]", .empty, at: "[1]"),
        .element("Action", "[\"*\",null]", .nullValue, at: "[1]"),
        .element("Action", "[[\"*\"]]", .wrongType(expected: .string), at: "[0]"),
        .element("Action", "\"DeleteArchive\"", .malformedAction),
        .element("Action", "\"glacier\"", .malformedAction),
        .element("Action", "\"glacier:\"", .malformedAction),
        .element("Action", "\":DeleteArchive\"", .malformedAction),
        .element("Action", "\"glacier:DeleteArchive \"", .malformedAction),
        .element("Action", "\" glacier:DeleteArchive\"", .malformedAction),
        .element("Action", "\"glacier:Delete:Archive\"", .malformedAction),
        .element("Action", "\"glac*:DeleteArchive\"", .malformedAction),
        .element("Action", "\"*:*\"", .malformedAction),
        .element("Action", "\"**\"", .malformedAction),
        .element("Action", "\"glacier:${aws:username}\"", .malformedAction),
        .element("Action", "\"glacier:\u{212A}\"", .malformedAction),
        .element("Action", "\"s3:GetObject\"", .foreignAction),
        .element("Action", "[\"glacier:*\",\"s3:*\"]", .foreignAction, at: "[1]"),
        .element("Action", "\"glacier2:DeleteArchive\"", .foreignAction),
        .element("Action", "\"glacier:CreateVault\"", .ungrantableAction),
        .element("Action", "\"glacier:listvaults\"", .ungrantableAction),
        .element(
            "Action",
            "[\"glacier:DeleteVault\",\"glacier:GetDataRetrievalPolicy\"]",
            .ungrantableAction,
            at: "[1]"
        ),
        .element("Action", "\"glacier:SetDataRetrievalPolicy\"", .ungrantableAction),
        .element("Action", "\"glacier:ListProvisionedCapacity\"", .ungrantableAction),
        .element("Action", "\"glacier:PurchaseProvisionedCapacity\"", .ungrantableAction),
        .element("Action", "\"glacier:*Capacity\"", .ungrantableAction),
        .element("Action", "\"glacier:Create?ault\"", .ungrantableAction),
        .element("Action", "\"glacier:DeleteArchives\"", .unknownAction),
        .element("Action", "\"glacier:X*\"", .unknownAction),
        .element("Action", "\"glacier:DeleteArchive?\"", .unknownAction),
        .element("Action", "[\"glacier:DeleteArchive\",\"glacier:?\"]", .unknownAction, at: "[1]"),
        Refusal(
            Example.vaultText(["Action": nil, "NotAction": "\"glacier:CreateVault\""]),
            .ungrantableAction,
            "Statement[0].NotAction"
        ),
        Refusal(
            Example.vaultText(["Action": nil, "NotAction": "[\"s3:*\"]"]),
            .foreignAction,
            "Statement[0].NotAction[0]"
        ),
        Refusal(Example.vaultText(["Action": nil, "NotAction": "[]"]), .empty, "Statement[0].NotAction"),
    ]

    private static let resources: [Refusal] = [
        .element("Resource", "null", .nullValue),
        .element("Resource", "true", .wrongType(expected: .string)),
        .element("Resource", "{}", .wrongType(expected: .string)),
        .element("Resource", "[]", .empty),
        .element("Resource", "\"\"", .empty),
        .element("Resource", "[\"*\",[]]", .wrongType(expected: .string), at: "[1]"),
        .element("Resource", "\"examplevault\"", .malformedResource),
        .element("Resource", "\"vaults/examplevault\"", .malformedResource),
        .element("Resource", "\"ARN:aws:glacier:us-west-2:111122223333:vaults/examplevault\"", .malformedResource),
        .element("Resource", "\"arn::glacier:us-west-2:111122223333:vaults/examplevault\"", .malformedResource),
        .element("Resource", "\"arn:aws::us-west-2:111122223333:vaults/examplevault\"", .malformedResource),
        .element("Resource", "\"arn:aws:glacier:us-west-2:111122223333:\"", .malformedResource),
        .element("Resource", "\"arn:\"", .malformedResource),
        .element("Resource", "\" arn:aws:glacier:*:*:*\"", .malformedResource),
        .element("Resource", "\"${aws:PrincipalArn}\"", .malformedResource),
        .element("Resource", "\"arn:aws:glacier:us-west-2:111122223333:vaults/${aws:username\"", .unclosedVariable),
        .element("Resource", "\"arn:aws:glacier:us-west-2:111122223333:vaults/${}\"", .emptyVariable),
        .element("Resource", "\"arn:aws:glacier:us-west-2:111122223333:vaults/${a${b}}\"", .malformedVariable),
        .element("Resource", "\"arn:aws:glacier:us-west-2:111122223333:vaults/ExampleVault\"", .unreachableResource),
        .element("Resource", "\"arn:aws:glacier:us-west-2:111122223333:vaults/other*\"", .unreachableResource),
        .element("Resource", "\"arn:aws:glacier:us-west-2:111122223333:vaults/\"", .unreachableResource),
        .element("Resource", "\"arn:aws:glacier:us-west-2:111122223333:vaults/examplevault/*\"", .unreachableResource),
        .element("Resource", "\"arn:aws:glacier:us-west-2:111122223333:vaults/examplevault?\"", .unreachableResource),
        .element("Resource", "\"arn:aws:glacier:us-west-1:*:vaults/*\"", .unreachableResource),
        .element("Resource", "\"arn:aws:glacier:us-west-2:444455556666:vaults/*\"", .unreachableResource),
        .element("Resource", "\"arn:aws:glacier::111122223333:vaults/*\"", .unreachableResource),
        .element("Resource", "\"arn:aws-cn:glacier:*:*:vaults/*\"", .unreachableResource),
        .element("Resource", "\"arn:aws:s3:::*\"", .unreachableResource),
        .element("Resource", "\"arn:aws:glacier*vault\"", .unreachableResource),
        .element("Resource", "[\"*\",\"arn:aws:glacier:*:*:policies/*\"]", .unreachableResource, at: "[1]"),
        .element("Resource", "\"arn:aws:glacier:*:*:vaults/example${*}\"", .unreachableResource),
        .element("Resource", "\"arn:aws:glacier:*:*:vaults/${aws:username}x\"", .unreachableResource),
        Refusal(
            Example.vaultText(["Resource": nil, "NotResource": "\"x\""]),
            .malformedResource,
            "Statement[0].NotResource"
        ),
        Refusal(
            Example.vaultText(["Resource": "\"arn:aws:glacier:*:*:vaults/${aws:username}\""])
                .replacing("2012-10-17", with: "2008-10-17"),
            .unreachableResource,
            "Statement[0].Resource"
        ),
    ]

    @Test("an entry of another form is refused, with its place", arguments: principals + actions + resources)
    func refuses(_ refusal: Refusal) throws {
        let error = try #require(refusal.error, "\(refusal.text)")
        #expect(error.reason == refusal.reason, "\(refusal.text)")
        #expect(error.place.description == refusal.place, "\(refusal.text)")
    }
}
