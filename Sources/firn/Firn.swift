import ArgumentParser
import CFirnSystem
import Foundation

/// The one executable: server, command line and operator's tool.
@main
struct Firn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "firn",
        abstract: "A self-hosted archive that speaks the Amazon S3 Glacier API.",
        discussion: """
            The archive, vault and setup commands are a client: of a Firn, of AWS, and of whatever else speaks the \
            API. `firn configure` tells them where to go. `firn serve` is the server itself, and `firn admin` its \
            operator's tool.
            """,
        version: FirnVersion.text,
        groupedSubcommands: [
            CommandGroup(
                name: "Archive",
                subcommands: [
                    UploadCommand.self, UploadsCommand.self, PartsCommand.self, AbortCommand.self,
                    DownloadCommand.self, RetrieveCommand.self, JobsCommand.self, LsCommand.self, RmCommand.self,
                    EmptyCommand.self, InventoryCommand.self, TreeHashCommand.self,
                ]
            ),
            CommandGroup(
                name: "Vault",
                subcommands: [
                    VaultCommand.self, TagCommand.self, PolicyCommand.self, LockCommand.self, NotifyCommand.self,
                    CapacityCommand.self,
                ]
            ),
            CommandGroup(name: "Setup", subcommands: [ConfigureCommand.self]),
            CommandGroup(name: "Server", subcommands: [Serve.self]),
            CommandGroup(name: "Operator", subcommands: [Admin.self]),
        ]
    )

    static func main() async {
        tuneMalloc(for: CommandLine.arguments)
        do {
            try refuseMisreadID(in: CommandLine.arguments)
            var command = try await asyncParseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            try flushOutput()
        } catch {
            end(with: error)
        }
    }

    /// An id may begin with a dash, and is then read as options of one letter each: the `h` that is likely among them
    /// would print the help, and a script would take the status 0 for an archive that is fetched or deleted.
    private static func refuseMisreadID(in arguments: [String]) throws {
        let options = arguments.dropFirst().prefix { $0 != "--" }
        let misread = options.first { $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.count > 3 && $0.contains("h") }
        guard let misread, misread != "-help" else { return }
        throw CommandFailure(
            .usage,
            "\(misread.visible) is no option",
            hints: ["an id or a name that begins with a dash goes behind --, as in `firn rm photos -- -Xyz`"]
        )
    }

    /// A server keeps memory for the requests that come next; everything else ends soon, beside other programs.
    private static func tuneMalloc(for arguments: [String]) {
        let isServer = arguments.dropFirst().first == Serve.configuration.commandName
        _ = isServer ? firn_tune_malloc(64, 2) : firn_tune_malloc(8, 1)
    }

    /// What could not be written is not done: a full disk behind `>` has to be noticed by whoever reads the file later.
    private static func flushOutput() throws {
        guard fflush(nil) != 0 else { return }
        // Whoever reads it has had enough, as `head` has.
        if errno == EPIPE { throw ExitCode.failure }
        throw CommandFailure(.failure, "the output cannot be written: \(systemMessage())")
    }

    /// Ends the process: with words and status of a failure that is known, else as the parser of the command line does.
    private static func end(with error: any Error) -> Never {
        guard let failure = CommandFailure(error, at: nil) else { exit(withError: error) }
        FileHandle.standardError.write(Data("\(failure.text(Terminal(.error).style))\n".utf8))
        exit(withError: failure.status.exitCode)
    }
}

/// The version of this program.
enum FirnVersion {
    static let text = "0.1.0"
}
