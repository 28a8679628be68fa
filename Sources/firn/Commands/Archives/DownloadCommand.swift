import ArgumentParser
import Foundation
import Glacier
import JSONText

/// `firn download`: an archive to a file, or to the standard output.
struct DownloadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "download",
        abstract: "Download an archive to a file.",
        discussion: """
            A retrieval job has to end before there are bytes: one that has succeeded is used, one in progress is \
            waited for, and where there is none one is started.

            Every range is compared with its tree hash when it comes, and the whole with the archive's; only then the \
            file appears. Until then its bytes are in a hidden file beside it. After an interruption of any kind the \
            same command goes on, and fetches what is missing.

            Of a path of which there are several archives, the newest is downloaded. Ids that begin with - are \
            written behind --, which ends the options.
            """
    )

    @Argument(help: "The vault's name.") var vault: VaultArgument
    @Argument(help: ArgumentHelp("The archive's id, or a path that the local catalogue knows.", valueName: "archive"))
    var archive: String
    @Argument(help: "A file, a directory, or - for the standard output. (default: a file named after the archive)")
    var file: String?
    @Option(help: "How fast a new job is: expedited, standard or bulk.") var tier: TierArgument?
    @Option(help: ArgumentHelp("Fetch the output of this job, which may have retrieved a range.", valueName: "id"))
    var job: String?
    @Option(help: ArgumentHelp("Ranges that are fetched at the same time.", valueName: "number")) var parallel = 4
    @Flag(help: "Replace a file that is there already.") var force = false
    @Flag(help: "Do not wait for a job: end with status 80 until it has ended.") var noWait = false
    @Flag(help: "Take ranges too of which the service says no tree hash.") var unverified = false
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Local catalogue") var catalogueOptions: CatalogueOptions
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func validate() throws {
        if !(1...64).contains(parallel) { throw ValidationError("--parallel is a number from 1 to 64") }
        if job != nil, tier != nil { throw ValidationError("--tier is for a new job, and --job names one") }
        if file == "-", output.json { throw ValidationError("the standard output is either the archive or JSON") }
    }

    func run() async throws {
        // A file that becomes too large, and a pipe that nobody reads any more, are errors like others.
        for number in [SIGXFSZ, SIGPIPE] { signal(number, SIG_IGN) }
        let display = output.progressDisplay()
        let target = try await target()
        let (archiveID, downloaded) = try await Interrupts.cancelling(resume: { target.hint }) {
            try await connection.withClient { client in
                let id = try await resolvedID(client)
                return try await display.ticking {
                    display.begin(target.name)
                    return (id, try await download(id, target, client, display))
                }
            }
        }
        switch target {
        case .file(let path):
            output.report(document(archiveID, downloaded, path), "\(path.visible): \(words(downloaded))")
        case .stream: output.note(words(downloaded))
        }
    }

    /// The id that the command line has, or that the local catalogue has of the path there.
    private func resolvedID(_ client: GlacierClient) async throws -> String {
        if RmCommand.mayBeID(archive) { return archive }
        let (known, _) = try await VaultLookup(connection: connection, name: vault).online(client)
        let found = try await catalogueOptions.open().archives(at: Array(archive.utf8), in: known)
        guard let newest = found.first else {
            throw CommandFailure(
                .notFound,
                "no archive of \(vault) that is known here is called \(archive.visible)",
                hints: ["`firn ls \(vault) --refresh` asks the service what is in it"]
            )
        }
        if found.count > 1 {
            output.note("there are \(found.count) archives of \(archive.visible): this is the newest")
        }
        return newest.archiveID
    }

    /// The name of a file that nobody gave a name.
    private var defaultName: String { archive.split(separator: "/").last.map(String.init) ?? archive }

    private func download(
        _ archiveID: String,
        _ target: DownloadTarget,
        _ client: GlacierClient,
        _ display: ProgressDisplay
    ) async throws -> DownloadedArchive {
        let vault = connection.address(of: vault), options = options { display.show($0) }
        switch target {
        case .file(let path): return try await client.download(archive: archiveID, from: vault, to: path, options)
        case .stream(let stream):
            return try await client.download(archive: archiveID, from: vault, options) { try await stream.write($0) }
        }
    }

    private func options(_ progress: @escaping @Sendable (TransferProgress) -> Void) -> DownloadOptions {
        DownloadOptions(
            job: job.map { .id($0) } ?? .any(tier: tier?.tier),
            wait: noWait ? .never : .atMost(.hours(48)),
            existingFile: force ? .replaced : .kept,
            proof: unverified ? .wherePossible : .required,
            parallelism: parallel,
            progress: progress
        )
    }

    private func target() async throws -> DownloadTarget {
        guard let file else { return .file(defaultName) }
        if file == "-" {
            guard force || !Terminal(.output).isTerminal else {
                throw CommandFailure(
                    .usage,
                    "the standard output is a terminal",
                    hints: ["give --force to see the archive's bytes there"]
                )
            }
            return .stream(.standardOutput)
        }
        var found = stat()
        let kind = stat(file, &found) == 0 ? found.st_mode & S_IFMT : nil
        switch kind {
        case S_IFDIR: return .file(file.hasSuffix("/") ? file + defaultName : "\(file)/\(defaultName)")
        case S_IFREG: return .file(file)
        case nil where file.hasSuffix("/"):
            throw CommandFailure(.notFound, "there is no directory \(file.visible)")
        case nil: return .file(file)
        // A device or a pipe is written to, and not replaced.
        default: return .stream(try await .opening(file))
        }
    }

    private func words(_ archive: DownloadedArchive) -> String {
        let reused = archive.reusedBytes
        return [
            "\(HumanSize(archive.byteCount, output.sizes))",
            archive.treeHash.map { "tree hash \($0)" } ?? "not verified: the service says no tree hash",
            reused > 0 ? "\(HumanSize(reused, output.sizes)) of it were there already" : nil,
        ].compactMap(\.self).joined(separator: ", ")
    }

    private func document(_ archiveID: String, _ archive: DownloadedArchive, _ path: String) -> JSONObject {
        var document = JSONObject()
        document.add("ArchiveId", archiveID)
        document.add("JobId", archive.jobID)
        document.add("Path", path)
        document.add("ReusedBytes", archive.reusedBytes)
        document.add("SHA256TreeHash", archive.treeHash?.hex)
        document.add("SizeInBytes", archive.byteCount)
        return document
    }
}

/// Where an archive goes.
enum DownloadTarget: Sendable {
    case file(String)
    case stream(ByteOutput)

    /// For people.
    var name: String {
        switch self {
        case .file(let path): path
        case .stream(let stream): stream.name
        }
    }

    /// How an interrupted download goes on.
    var hint: String? {
        switch self {
        case .file: "The same command goes on with what is there."
        case .stream: nil
        }
    }
}
