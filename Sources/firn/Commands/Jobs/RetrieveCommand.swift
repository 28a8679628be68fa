import ArgumentParser
import Glacier
import JSONText

/// `firn retrieve`: starts the jobs that make archives available for download.
struct RetrieveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retrieve",
        abstract: "Start retrieval jobs, and print their ids.",
        discussion: """
            The ids are printed in the order of the archives, one on each line, each as soon as its job is started. \
            The first archive for which no job can be started ends the command.

            `firn download` starts a job by itself where there is none, and uses one that is started here.
            """
    )

    @Argument(help: "The vault's name.") var vault: VaultArgument
    @Argument(help: ArgumentHelp("The archives' ids.", valueName: "archive-id")) var archiveIDs: [String]
    @Option(help: "How fast: expedited, standard or bulk.") var tier: TierArgument?
    @Option(
        help: ArgumentHelp(
            "Retrieve these bytes alone, both ends included, as 0-1048575: whole MiB, or up to the end.",
            valueName: "first-last"
        )
    )
    var range: InclusiveRange?
    @Option(help: ArgumentHelp("Tell this topic when a job ends.", valueName: "arn")) var snsTopic: String?
    @Option(help: "Words that describe the jobs.") var description: String?
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            for archiveID in archiveIDs {
                let started = try await client.initiateJob(
                    .archiveRetrieval(archiveID: archiveID, range: range?.bytes, tier: tier?.tier),
                    in: connection.address(of: vault),
                    jobDescription: description,
                    snsTopic: snsTopic
                )
                var document = JSONObject()
                document.add("archiveId", archiveID)
                document.add("jobId", started.jobID)
                document.add("location", started.location)
                output.show(document) { _ in started.jobID.visible }
            }
        }
    }
}
