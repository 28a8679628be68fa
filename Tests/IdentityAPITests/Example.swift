import GlacierModel
import IdentityAPI

/// Requests and answers of the documentation's account.
enum Example {
    static let deployment = Deployment(partition: .aws, region: "us-east-1")
    static let date = Timestamp(seconds: 1_331_769_083)  // 2012-03-14T23:51:23Z

    static func account() throws -> AccountID { try AccountID("123456789012") }

    /// Reads a body as the operation that it names.
    static func input<Operation: IdentityContract>(
        _ contract: Operation.Type,
        _ body: String,
        caller: CallingIdentity = .root
    ) throws -> Operation.Input {
        let form = try QueryForm(Array((body + "&Version=2010-05-08").utf8))
        var request = IdentityRequest(
            try IdentityOperationName(of: form),
            form,
            account: try account(),
            caller: caller
        )
        let input = try contract.input(from: &request)
        try request.requireAllRead()
        return input
    }

    /// The answer's document.
    static func answer<Operation: IdentityContract>(
        _ contract: Operation.Type,
        _ name: IdentityOperationName,
        _ output: Operation.Output
    ) throws -> String {
        let place = IdentityPlace(deployment: deployment, account: try account())
        let document = QueryDocument.answer(
            to: name.rawValue,
            namespace: QueryDocument.identityNamespace,
            requestID: "7a62c49f-347e-4fc4-9331-6e8eEXAMPLE",
            result: contract.hasResult ? { contract.write(output, to: &$0, place) } : nil
        )
        return String(decoding: document, as: UTF8.self)
    }

    static func user(_ name: String = "Bob", path: String = "/", tags: [IdentityTag] = []) throws -> Identity {
        Identity(
            kind: .user,
            name: try IdentityName(name, of: .user),
            path: try IdentityPath(path),
            uniqueID: try UniqueID("AIDACKCEVSQ6C2EXAMPLE"),
            creationDate: date,
            tags: tags
        )
    }

    static func reference(_ kind: IdentityKind, _ name: String) throws -> IdentityReference {
        IdentityReference(account: try account(), kind: kind, name: try IdentityName(name, of: kind))
    }
}

/// A document of the documentation, which is written with a line for each element.
func compact(_ document: String) -> String {
    document.split(separator: "\n").map { line in
        String(line.drop { $0 == " " })
    }.joined()
}
