import ArgumentParser
import Foundation
import Glacier

/// `firn upload`: files, folders and the standard input to archives.
struct UploadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upload",
        abstract: "Upload files, directories or the standard input; each becomes an archive.",
        discussion: """
            A file of 16 MiB or less is sent in one request, a larger one in parts, several at the same time. A \
            directory becomes a tar archive, whose entries are in the order of their names. - is the standard input.

            After an interruption of any kind the same command goes on: parts that are there are compared with the \
            file, and what is missing or different is sent. A file that changes meanwhile makes no archive, and the \
            status is 75.

            The usual description is "firn1", the date of the file's last change and its path, which ls and \
            inventories show.

            What the local catalogue knows as uploaded, unchanged since and with the same description, is not uploaded \
            again.
            """
    )

    /// A server that is restarted does not end an upload of hours: half a minute is waited for it, or a whole one.
    private static let retries = RetryPolicy(maximumAttempts: 10)

    @OptionGroup var target: VaultTarget
    @Argument(help: "Files and directories; - is the standard input.", completion: .file()) var paths: [String]
    @Option(help: ArgumentHelp("Description of the archive, instead of date and path.", valueName: "text"))
    var description: String?
    @Option(
        help: ArgumentHelp(
            "Bytes of a part, as 16MiB: a power of two of MiB. (default: what suits the size)",
            valueName: "size"
        )
    )
    var partSize: SizeArgument?
    @Option(help: ArgumentHelp("Parts that are sent at the same time.", valueName: "number")) var parallel: Int?
    @Option(
        help: ArgumentHelp(
            "Bytes that the standard input may have. (default: 156 GiB, in parts of 16 MiB)",
            valueName: "size"
        )
    )
    var sizeHint: SizeArgument?
    @Flag(help: "Upload also what the local catalogue knows as uploaded.") var again = false
    @OptionGroup(title: "Catalogue") var catalogue: CatalogueOptions

    func validate() throws {
        if let parallel, !(1...64).contains(parallel) { throw ValidationError("--parallel is a number from 1 to 64") }
        if paths.count(where: { $0 == "-" }) > 1 { throw ValidationError("- is given twice") }
        if sizeHint != nil, paths != ["-"] { throw ValidationError("--size-hint is for the standard input") }
        if let size = partSize?.bytes, size % (1 << 20) != 0 || size.nonzeroBitCount != 1 || size > 4 << 30 || size < 1
        {
            throw ValidationError("--part-size is a power of two of MiB, from 1MiB to 4GiB")
        }
    }

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        let display = target.output.progressDisplay()
        try await Interrupts.cancelling(resume: { "The same command goes on where this one stopped." }) {
            try await target.withVault(retries: Self.retries) { client, address in
                let run = UploadRun(
                    client: client,
                    address: address,
                    vault: try await .resolve(address, by: client),
                    catalogue: try await openCatalogue(display),
                    wishes: wishes,
                    display: display,
                    output: target.output
                )
                try await display.ticking { try await upload(run, display) }
            }
        }
    }

    private var wishes: UploadWishes {
        UploadWishes(
            partSize: partSize?.bytes,
            parallelism: parallel,
            expectedBytes: sizeHint?.bytes,
            spoolFolder: ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp",
            known: again ? .uploadedAgain : .leftAlone
        )
    }

    private func openCatalogue(_ display: ProgressDisplay) async throws -> OptionalCatalogue {
        let output = target.output
        return try await catalogue.openOptional { warning in display.aside { output.note("Warning: \(warning)") } }
    }

    /// One after the other. What is wrong with one of them is told, and the others go on.
    private func upload(_ run: UploadRun, _ display: ProgressDisplay) async throws {
        var failure: CommandFailure?
        for (index, path) in paths.enumerated() {
            do {
                let subject = try await UploadSubject.at(path, description: description)
                display.begin(subject.label, index + 1, of: paths.count)
                for passed in subject.passedOver { run.note("\(passed): a socket or a device, which is left out") }
                let result = try await run.upload(subject)
                display.end()
                display.aside { result.show(target.output) }
            } catch UploadError.empty where paths.count == 1 {
                throw Self.failure(.empty, of: path)
            } catch let error as UploadError where paths.count > 1 {
                display.end()
                let told = Self.failure(error, of: path)
                display.aside { FileHandle.standardError.write(Data("Error: \(told)\n".utf8)) }
                failure = failure ?? CommandFailure(told.status, "not everything was uploaded")
            }
        }
        if let failure { throw failure }
    }

    /// That of an empty file with its name, which the error itself does not have.
    private static func failure(_ error: UploadError, of path: String) -> CommandFailure {
        guard case .empty = error else { return CommandFailure(error) }
        return CommandFailure(.failure, "\(path == "-" ? "standard input" : path.visible): \(error)")
    }
}
