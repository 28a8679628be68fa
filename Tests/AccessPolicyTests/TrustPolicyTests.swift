import Testing

@testable import AccessPolicy

@Suite("Trust policies")
struct TrustPolicyTests {
    private static let statement = #"{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}"#

    private static func parse(_ statement: String) throws(PolicyError) -> PolicyDocument {
        try PolicyDocument(
            parsing: #"{"Version":"2012-10-17","Statement":\#(statement)}"#,
            as: .trust,
            maximumBytes: 10_000
        )
    }

    private static func replacing(_ part: String, by other: String) -> String {
        statement.replacing(part, with: other)
    }

    @Test("a statement says who may have the role, and is about the role")
    func reads() throws {
        let document = try Self.parse(Self.statement)
        #expect(document.statements[0].principals == .matching([.account("111122223333")]))
        #expect(document.statements[0].resources == .matching([try ResourcePattern("*", hasVariables: false)]))
    }

    @Test(
        "actions are those that give sessions of a role, in any case, with wildcards",
        arguments: [
            #""sts:AssumeRole""#, #""STS:assumerole""#, #""sts:*""#, #""sts:Assume*""#,
            #"["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity","sts:SetContext"]"#,
        ]
    )
    func readsActions(_ actions: String) throws {
        _ = try Self.parse(Self.replacing(#""sts:AssumeRole""#, by: actions))
    }

    @Test(
        "what a trust policy cannot say is refused with its place",
        arguments: [
            (
                replacing(#""Principal":{"AWS":"111122223333"},"#, by: ""), .missingElement("Principal"),
                "Statement"
            ),
            (
                replacing(#""Action""#, by: #""Resource":"*","Action""#), .resourceInTrustPolicy, "Statement.Resource"
            ),
            (
                replacing(#""Action""#, by: #""NotResource":"*","Action""#), .resourceInTrustPolicy,
                "Statement.NotResource"
            ),
            (replacing(#""sts:AssumeRole""#, by: #""*""#), .foreignAction, "Statement.Action"),
            (replacing("sts:AssumeRole", by: "iam:AssumeRole"), .foreignAction, "Statement.Action"),
            (replacing("sts:AssumeRole", by: "sts:GetCallerIdentity"), .unknownAction, "Statement.Action"),
            (replacing("111122223333", by: "nobody"), .malformedPrincipal, "Statement.Principal.AWS"),
        ] as [(String, PolicyError.Reason, String)]
    )
    func refuses(_ statement: String, _ reason: PolicyError.Reason, _ place: String) {
        do {
            _ = try Self.parse(statement)
            Issue.record("not refused: \(statement)")
        } catch {
            #expect(error.reason == reason && error.place.description == place, "\(statement): \(error)")
        }
    }
}
