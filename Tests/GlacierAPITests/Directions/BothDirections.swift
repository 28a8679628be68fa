import GlacierAPI
import GlacierModel
import HTTPTypes
import Testing

/// The account that a server finds behind the credentials of these calls.
private let callersAccount = "111122223333"

extension Contract where Target == VaultReference {
    /// What a server reads of what a client writes.
    static func received(_ call: Call) throws -> Input {
        let (route, parts) = try sent(call)
        let vault = VaultReference(
            account: try AccountID(route.account == "-" ? callersAccount : route.account),
            name: try VaultName(try #require(route.vault))
        )
        return try input(for: vault, from: parts)
    }
}

extension Contract where Target == AccountID {
    /// What a server reads of what a client writes.
    static func received(_ call: Call) throws -> Input {
        let (route, parts) = try sent(call)
        #expect(route.vault == nil)
        return try input(for: AccountID(route.account == "-" ? callersAccount : route.account), from: parts)
    }
}

extension Contract {
    private static func sent(_ call: Call) throws -> (Route, RequestParts) {
        let request = try request(for: call)
        let target = RequestTarget(request.target)
        let route = try Route(method: request.method, target: target)
        #expect(route.operation == operation)
        #expect(request.headers[.glacierVersion] == "2012-06-01")
        var length: Int64 = 0, body: [UInt8] = []
        switch request.body {
        case .none: break
        case .json(let document): (length, body) = (Int64(document.count), document)
        case .stream(let bytes): length = bytes
        }
        let parts = RequestParts(
            identifier: route.identifier,
            query: target.query,
            headers: request.headers,
            declaredLength: length,
            isChunked: false,
            body: body
        )
        return (route, parts)
    }

    /// What a client reads of what a server writes.
    static func told(_ output: Output, by deployment: Deployment = Example.deployment) throws -> Reply {
        let response = response(to: output, deployment: deployment)
        var headers = response.headers, body: [UInt8] = []
        switch response.body {
        case .none: break
        case .json(let document): body = document
        case .stream(let length): headers[.contentLength] = String(length)
        }
        return try reply(from: APIAnswer(status: response.status, headers: headers, body: body))
    }
}
