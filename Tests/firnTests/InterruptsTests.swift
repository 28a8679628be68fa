import Foundation
import Testing

@testable import firn

@Suite("Interrupts", .serialized)
struct InterruptsTests {
    @Test("what ends by itself gives its value")
    func passes() async throws {
        #expect(try await Interrupts.cancelling { 7 } == 7)
        await #expect(throws: StartFailure.self) {
            try await Interrupts.cancelling { throw StartFailure(reason: "x") }
        }
    }

    @Test("a signal cancels the command, which says how to go on", arguments: [SIGINT, SIGTERM])
    func cancels(_ number: Int32) async throws {
        let (never, _) = AsyncStream.makeStream(of: Void.self)
        let failure = await #expect(throws: CommandFailure.self) {
            try await Interrupts.cancelling(resume: { "go on with x" }) {
                kill(getpid(), number)
                for await _ in never {}
                try Task.checkCancellation()
            }
        }
        #expect(failure?.status == .interrupted)
        #expect(failure?.message == "interrupted\ngo on with x")
    }
}
