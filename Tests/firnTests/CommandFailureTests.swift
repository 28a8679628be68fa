import Foundation
import Glacier
import NIOCore
import Testing

@testable import firn

@Suite("What a failed command says, and its exit status")
struct CommandFailureTests {
    private let target = RequestTarget(endpoint: "https://there", region: "r")

    private func error(
        _ code: String,
        _ message: String = "m",
        status: Int = 400,
        of operation: OperationName = .describeVault
    ) -> GlacierError {
        GlacierError(code: code, message: message, type: nil, status: status, requestID: "id", operation: operation)
    }

    @Test(
        "every code that is known has its status",
        arguments: [
            ("ResourceNotFoundException", 404, firn.ExitStatus.notFound), ("AccessDeniedException", 403, .accessDenied),
            ("ExpiredTokenException", 403, .accessDenied), ("InvalidSignatureException", 403, .accessDenied),
            ("UnrecognizedClientException", 400, .accessDenied), ("LimitExceededException", 400, .refused),
            ("PolicyEnforcedException", 400, .refused), ("InsufficientCapacityException", 503, .temporary),
            ("ThrottlingException", 400, .temporary), ("ServiceUnavailableException", 500, .temporary),
            ("RequestTimeoutException", 408, .temporary), ("InvalidParameterValueException", 400, .failure),
            ("SomethingNew", 403, .accessDenied), ("SomethingNew", 404, .notFound), ("SomethingNew", 409, .refused),
            ("SomethingNew", 502, .temporary), ("SomethingNew", 429, .temporary), ("SomethingNew", 400, .failure),
        ]
    )
    func statuses(_ code: String, _ http: Int, _ status: firn.ExitStatus) throws {
        let failure = try #require(CommandFailure(error(code, status: http), at: target))
        #expect(failure.status == status)
        #expect(failure.message == "\(code): m (request id id)")
    }

    @Test("how things stand has a status of its own, whatever code it is told with")
    func states() throws {
        let notEmpty = error("InvalidParameterValueException", of: .deleteVault)
        let inProgress = error(
            "AccessDeniedException",
            "A vault lock is in progress",
            status: 403,
            of: .initiateVaultLock
        )
        let denied = error(
            "AccessDeniedException",
            "User: u is not authorized to perform: glacier:InitiateVaultLock on resource: r",
            status: 403,
            of: .initiateVaultLock
        )
        #expect(CommandFailure(notEmpty, at: target)?.status == .refused)
        #expect(CommandFailure(inProgress, at: target)?.status == .refused)
        #expect(CommandFailure(denied, at: target)?.status == .accessDenied)
    }

    @Test("a clock that is wrong is told by how much, where a signature was refused")
    func clocks() throws {
        let refused = error("InvalidSignatureException", status: 403)
        let behind = RequestTarget(endpoint: "https://there", region: "r", clockLead: .seconds(840))
        #expect("\(try #require(CommandFailure(refused, at: behind)))".contains("clock is 14 min behind the service's"))
        let ahead = RequestTarget(endpoint: "https://there", region: "r", clockLead: .seconds(-7200))
        #expect("\(try #require(CommandFailure(refused, at: ahead)))".contains("clock is 2 h ahead of the service's"))
        let other = error("AccessDeniedException", status: 403)
        #expect(try !"\(#require(CommandFailure(other, at: behind)))".contains("clock"))
        let near = RequestTarget(endpoint: "https://there", region: "r", clockLead: .seconds(59))
        #expect(try !"\(#require(CommandFailure(refused, at: near)))".contains("clock"))
    }

    @Test("a request that may have been carried out is told so")
    func doubts() throws {
        let lost = TransportError(.unknown, cause: IOError(errnoCode: ECONNRESET, reason: "read"))
        let failure = try #require(CommandFailure(lost, at: target))
        #expect(failure.status == .temporary)
        #expect(failure.message.contains("https://there") && failure.message.contains("may have been carried out"))
        let refused = TransportError(.notSent, cause: IOError(errnoCode: ECONNREFUSED, reason: "connect"))
        #expect(CommandFailure(refused, at: target)?.message == "https://there refuses connections")
    }

    @Test("what is none of the client's errors is left to others")
    func others() {
        #expect(CommandFailure(StartFailure(reason: "x"), at: nil) == nil)
        #expect(CommandFailure(CancellationError(), at: nil)?.status == .interrupted)
    }

    @Test("the guide has every status, in order")
    func documentsStatuses() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let guide = try String(contentsOf: root.appending(path: "docs/command-line.md"), encoding: .utf8)
        let section = try #require(guide.components(separatedBy: "\n## Exit statuses\n").last)
        let numbers = section.components(separatedBy: "\n## ")[0].split(separator: "\n")
            .compactMap { $0.split(separator: "|").first.flatMap { Int32($0.trimmingCharacters(in: .whitespaces)) } }
        #expect(numbers == firn.ExitStatus.allCases.map(\.rawValue))
    }

    @Test("the service that completions ask is the one that the words name")
    func completionWords() {
        let words = CompletionWords(["firn", "vault", "info", "--endpoint", "http://a", "--region=r", "--profile", ""])
        #expect(words.value(of: "--endpoint") == "http://a")
        #expect(words.value(of: "--region") == "r")
        #expect(words.value(of: "--profile") == nil)
        #expect(words.value(of: "--account-id") == nil)
    }
}
