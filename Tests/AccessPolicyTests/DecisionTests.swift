import AccessPolicy
import Testing

/// Every row is derived from the documentation that it names, none from what the code says.
@Suite("Decisions")
struct DecisionTests {
    @Test("a request is decided as documented", arguments: try DecisionRow.all())
    func decides(_ row: DecisionRow) throws {
        let decision = row.policies.decide(row.request)
        #expect(word(for: decision.outcome) == row.expected, "\(row.name)")
        #expect(decision.isAllowed == (row.expected == "allow"))
        if let sid = row.sid { #expect(decision.source?.statement.sid == sid) }
        if case .implicitDeny(let missing) = decision.outcome {
            #expect(missing == row.missing ?? missing)
            #expect(!missing.isEmpty)
        }
    }

    @Test("the table keeps its rows, each under a name of its own")
    func keepsRows() throws {
        let rows = try DecisionRow.all()
        #expect(rows.count >= 400)
        #expect(Set(rows.map(\.name)).count == rows.count)
        #expect(Set(rows.map(\.expected)) == ["allow", "implicitDeny", "explicitDeny"])
    }

    private func word(for outcome: AccessDecision.Outcome) -> String {
        switch outcome {
        case .allowed: "allow"
        case .explicitDeny: "explicitDeny"
        case .implicitDeny: "implicitDeny"
        }
    }
}
