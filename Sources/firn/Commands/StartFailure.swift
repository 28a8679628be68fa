import ArgumentParser
import Foundation
import NIOCore

/// An end with words and without usage text: what was asked for was right, but cannot be done.
struct StartFailure: Error, CustomStringConvertible {
    let reason: String

    var description: String { reason }
}

/// Runs a command, and turns what may keep it from starting into words for its operator.
func withStartFailures<Result>(_ body: () async throws -> Result) async throws -> Result {
    do {
        return try await body()
    } catch let mistakes as ConfigurationMistakes {
        throw ValidationError(mistakes.description)
    } catch let error as StartupError {
        throw StartFailure(reason: error.description)
    } catch let error as IOError where error.errnoCode == EADDRINUSE || error.errnoCode == EADDRNOTAVAIL {
        throw StartFailure(
            reason: "cannot listen: \(String(cString: strerror(error.errnoCode))); "
                + "choose other addresses with --listen and --operator"
        )
    }
}

extension ServerConfiguration {
    /// Reads the configuration of a command: its flags, the environment, and the configuration file.
    ///
    /// - Parameter configFile: as the flag names it; nil for the one that the environment names, if any.
    /// - Throws: `ConfigurationMistakes`
    init(flags: (Setting) -> String?, configFile: String?) throws {
        let environment = ProcessInfo.processInfo.environment
        let file = try (configFile ?? environment["FIRN_CONFIG"]).map(Self.read)
        try self.init(try SettingSources(flags: flags, environment: environment, file: file))
    }

    private static func read(_ path: String) throws -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw ConfigurationMistakes(["the configuration file \(path) cannot be read"])
        }
    }
}
