import Foundation
@testable import Glacier
import JSONText
import Testing

/// Compares the chain with what botocore made of the same environments and files; `scripts/credential-answers.py` wrote
/// its answers down.
@Suite("The chain and botocore")
struct BotocoreChainTests {
    @Test("credentials come from where botocore gets them", arguments: BotocoreCase.all)
    func credentials(_ given: BotocoreCase) throws {
        compare(given.credentials, "trace") { try Self.trace(given.surroundings.plan(profile: given.profile)) }
    }

    @Test("the region is that of botocore", arguments: BotocoreCase.all)
    func region(_ given: BotocoreCase) throws {
        // Where botocore has none it does not say so before it makes a client.
        if given.region["name"] == .null {
            let error = #expect(throws: ConfigurationError.self) { try given.chain().region() }
            #expect(error?.code == .noRegion)
        } else {
            compare(given.region, "name") { [try given.chain().region()] }
        }
    }

    @Test("endpoints are those of botocore", arguments: BotocoreCase.all)
    func endpoints(_ given: BotocoreCase) throws {
        // The answers were given for us-east-1 where nothing names a region.
        let region = given.region["name"] == .null ? "us-east-1" : nil
        compare(given.glacier, "url") { [try given.chain(region: region).endpoint().description] }
        compare(given.sts, "url") { [try given.chain(region: region).endpoint(of: .sts).description] }
    }

    private func compare(_ expected: [String: JSONValue], _ key: String, _ actual: () throws -> [String]) {
        do {
            let lines = try actual()
            #expect(expected[key]?.lines == lines)
        } catch let error as ConfigurationError {
            let codes = expected["error"]?.lines.first.flatMap { Self.codes[$0] } ?? []
            #expect(codes.contains(error.code), "\(error), botocore: \(expected)")
        } catch {
            Issue.record("\(error)")
        }
    }

    /// Ours are finer than botocore's.
    private static let codes: [String: Set<ConfigurationError.Code>] = [
        "ProfileNotFound": [.unknownProfile], "ConfigParseError": [.malformedFile],
        "PartialCredentialsError": [.incomplete], "InfiniteLoopConfigError": [.sourceCycle],
        "InvalidConfigError": [.invalidSetting, .unknownProfile, .noCredentials], "ValueError": [.invalidSetting],
        "CredentialRetrievalError": [.noCredentials], "none": [.noCredentials],
    ]

    /// As JSON has it.
    private static func quoted(_ word: String) -> String {
        "\"\(word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }

    private static func trace(_ plan: CredentialPlan) -> [String] {
        switch plan {
        case .keys(let keys, _): ["keys \(keys.accessKeyID) \(keys.secretAccessKey) \(keys.sessionToken ?? "-")"]
        case .process(let command, _):
            ["process [\(command.map(quoted).joined(separator: ", "))]"]
        case .role(let role, let source):
            [
                "role \(role.arn) \(role.sessionName ?? "-") \(role.externalID ?? "-") "
                    + (role.duration.map(String.init) ?? "-")
            ] + trace(source)
        case .container(let request):
            [
                "container \(request.endpoint.scheme)://\(request.endpoint.authority)\(request.path) "
                    + request.token.text
            ]
        case .instance(let request, _): ["instance \(request.endpoint) \(request.attempts)"]
        }
    }
}

/// One environment with its files, and botocore's answers.
struct BotocoreCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let profile: String?
    let credentials: [String: JSONValue]
    let region: [String: JSONValue]
    let glacier: [String: JSONValue]
    let sts: [String: JSONValue]
    let surroundings: ChainUnderTest

    func chain(region: String? = nil) throws -> ConfigurationChain {
        try surroundings.chain(profile: profile, region: region)
    }

    static let all: [BotocoreCase] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../Fixtures/botocore-chain.json"
        )
        guard let data = try? Data(contentsOf: file), case .object(let whole)? = JSONValue(parsing: Array(data)),
            case .array(let cases)? = whole["cases"]
        else {
            Issue.record("\(file.path) is not there")
            return []
        }
        return cases.map { BotocoreCase($0.members) }
    }()

    private init(_ members: [String: JSONValue]) {
        testDescription = members["name"]?.lines.first ?? ""
        profile = members["profile"]?.lines.first
        (credentials, region) = (members["credentials_are"]?.members ?? [:], members["region_is"]?.members ?? [:])
        (glacier, sts) = (members["glacier_is"]?.members ?? [:], members["sts_is"]?.members ?? [:])
        surroundings = ChainUnderTest(
            config: members["config"]?.lines.first,
            credentials: members["credentials"]?.lines.first,
            environment: members["environment"]?.members.compactMapValues(\.lines.first) ?? [:]
        )
    }
}

extension ContainerRequest.Token {
    fileprivate var text: String {
        switch self {
        case .none: "-"
        // Of the one case that has a token.
        case .variable: "Basic x"
        case .file(let path): path
        }
    }
}

extension JSONValue {
    fileprivate var members: [String: JSONValue] {
        guard case .object(let members) = self else { return [:] }
        return members
    }

    /// A text, or the texts of a list.
    fileprivate var lines: [String] {
        switch self {
        case .string(let text): [text]
        case .array(let values): values.flatMap(\.lines)
        case .null, .bool, .number, .object: []
        }
    }
}
