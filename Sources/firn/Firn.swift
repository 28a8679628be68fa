import ArgumentParser
import CFirnSystem

/// The one executable: server, command line and operator's tool.
@main
struct Firn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "firn",
        abstract: "A self-hosted archive that speaks the Amazon S3 Glacier API.",
        version: FirnVersion.text,
        subcommands: [Serve.self, TreeHashCommand.self, Admin.self]
    )

    static func main() async {
        firn_tune_malloc()
        await main(nil)
    }
}

/// The version of this program.
enum FirnVersion {
    static let text = "0.1.0"
}
