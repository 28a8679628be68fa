import ArgumentParser
import Foundation
import GlacierModel
import Logging

/// `firn serve`: the server.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the Amazon S3 Glacier API from a data folder.",
        discussion: """
            Every setting can be given as a flag, as an environment variable (its name is in brackets), or in a \
            configuration file, in this order of precedence. Times are written as 500ms, 90s, 15m, 24h, 2d or 0.

            The root credentials of the first account come from FIRN_ROOT_ACCESS_KEY_ID and \
            FIRN_ROOT_SECRET_ACCESS_KEY, or are generated at the first start, stored in keys/root-credentials of the \
            data folder, readable by its owner only, and shown once.

            With --catalogue the metadata is kept in a PostgreSQL database instead of a file of the data folder. Its \
            password need not be on the command line: FIRN_CATALOGUE, the configuration file, PGPASSFILE and \
            PGPASSWORD are read too.

            SIGTERM stops the server: requests under way are finished, new ones refused.
            """
    )

    @OptionGroup var options: ServeOptions

    func run() async throws {
        // Whatever this process makes is its owner's alone.
        umask(0o077)
        try await withStartFailures {
            let configuration = try ServerConfiguration(flags: options.value(of:), configFile: options.config)
            var logger = Logger(label: "firn", factory: { StreamLogHandler.standardError(label: $0) })
            logger.logLevel = configuration.logLevel
            let server = try await Composition(
                configuration: configuration,
                environment: ProcessInfo.processInfo.environment,
                surroundings: .live,
                logger: logger
            )
            try await server.run()
        }
    }
}
