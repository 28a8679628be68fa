import ArgumentParser
import Glacier

/// `firn jobs`: lists jobs, describes one, and waits for them.
struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "List a vault's jobs, describe one, or wait until they have ended.",
        discussion: """
            Jobs are listed the newest first, until they are forgotten: a day after their end, or later. With --quiet \
            only their ids are printed, and with --json one object on each line.

            With --wait the command returns when all of them have ended. Its status is 1 when one of them failed.
            """
    )

    @Argument(help: "The vault's name.") var vault: VaultArgument
    @Argument(help: "A job's id.") var jobID: String?
    @Option(help: "Jobs of this status alone: in-progress, succeeded or failed.") var status: JobStatusArgument?
    @Flag(help: "Wait until the jobs have ended.") var wait = false
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func validate() throws {
        if jobID != nil, status != nil { throw ValidationError("--status goes with a list of jobs only") }
    }

    func run() async throws {
        let display = output.progressDisplay()
        try await Interrupts.cancelling {
            try await connection.withClient { client in
                if let jobID {
                    try await describe(jobID, client, display)
                } else {
                    try await list(client, display)
                }
            }
        }
    }

    private var address: VaultAddress { connection.address(of: vault) }

    private func describe(_ jobID: String, _ client: GlacierClient, _ display: ProgressDisplay) async throws {
        var job = try await client.describeJob(jobID, in: address)
        if wait { job = try await ended([job], client, display)[0] }
        output.show(job.document) { terminal in
            output.quiet ? jobID.visible : job.record(output.sizes).text(for: terminal)
        }
        if wait, job.status == .failed { throw CommandFailure(.failure, "the job failed") }
    }

    private func list(_ client: GlacierClient, _ display: ProgressDisplay) async throws {
        var table = JobTable(sizes: output.sizes), waitedFor: [DescribedJob] = [], marker: String?
        repeat {
            let page = try await client.listJobs(in: address, marker: marker, statusCode: status?.code)
            if wait { waitedFor += page.items } else { page.items.forEach { show($0, &table) } }
            marker = page.marker
        } while marker != nil
        // Pages are not asked for while jobs end: the next one might begin elsewhere.
        waitedFor = try await ended(waitedFor, client, display)
        waitedFor.forEach { show($0, &table) }
        if !output.json, !output.quiet { print(table.text(for: output.terminal)) }
        if waitedFor.contains(where: { $0.status == .failed }) { throw CommandFailure(.failure, "a job failed") }
    }

    private func show(_ job: DescribedJob, _ table: inout JobTable) {
        if output.json {
            output.stream(job.document)
        } else if output.quiet {
            print(job.jobID?.visible ?? "-")
        } else {
            table.add(job)
        }
    }

    /// The jobs when they have ended, in the same order.
    private func ended(
        _ jobs: [DescribedJob],
        _ client: GlacierClient,
        _ display: ProgressDisplay
    ) async throws -> [DescribedJob] {
        try await display.ticking {
            var ended: [DescribedJob] = []
            for (index, job) in jobs.enumerated() {
                guard !job.isCompleted, let jobID = job.jobID else {
                    ended.append(job)
                    continue
                }
                display.begin("job \(jobID.prefix(12))", index + 1, of: jobs.count)
                display.show(TransferProgress(phase: .waiting))
                do {
                    ended.append(try await GlacierService(client).job(jobID, in: address).waitUntilCompleted())
                } catch WaitError.jobFailed(let job) {
                    ended.append(job)
                } catch WaitError.timeLimitReached {
                    throw CommandFailure(.notReady, "the job \(jobID) has not ended within a day")
                }
            }
            return ended
        }
    }
}

/// A job's status on the command line: `in-progress`, `succeeded`, `failed`.
enum JobStatusArgument: String, ExpressibleByArgument, CaseIterable {
    case inProgress = "in-progress"
    case succeeded
    case failed

    var code: JobStatusCode {
        switch self {
        case .inProgress: .inProgress
        case .succeeded: .succeeded
        case .failed: .failed
        }
    }
}
