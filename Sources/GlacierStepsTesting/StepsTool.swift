import Glacier
import JSONText

/// Performs steps with the client's resources, so that a test can perform them with another client as well and compare.
///
/// Region, endpoint and credentials come from the environment, as `docs/credentials.md` says. Each line of the
/// standard input is a step; for each a line is written: `{"answer": …}` in the form in which boto3 answers, or
/// `{"error": …}` with what the service answered, or `{"broken": "…"}`.
@main
struct StepsTool {
    static func main() async throws {
        try await GlacierService.with(retries: .never) { glacier in
            while let line = readLine() {
                print(String(decoding: await outcome(of: line, glacier).bytes, as: UTF8.self))
                flush()
            }
        }
    }

    private static func outcome(of line: String, _ glacier: GlacierService) async -> JSONObject {
        var outcome = JSONObject()
        do {
            let step = try Step(line), name = try step.text("do")
            guard let perform = performers[name] else { throw Step.Mistake("there is no step \(name)") }
            outcome.add("answer", try await perform(glacier, step))
        } catch let error as GlacierError {
            var details = JSONObject()
            details.add("Code", error.code)
            details.add("Message", error.message)
            details.add("Status", Int64(error.status))
            outcome.add("error", details)
        } catch {
            outcome.add("broken", "\(error)")
        }
        return outcome
    }

    typealias Perform = @Sendable (GlacierService, Step) async throws -> JSONObject

    private static let performers = vaultSteps.merging(archiveSteps) { first, _ in first }
        .merging(uploadSteps) { first, _ in first }.merging(jobSteps) { first, _ in first }
}

extension JSONObject {
    init(_ fill: (inout JSONObject) throws -> Void) rethrows {
        self.init()
        try fill(&self)
    }
}
