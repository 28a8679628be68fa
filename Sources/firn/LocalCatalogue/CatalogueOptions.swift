import ArgumentParser
import Foundation

/// Where the local catalogue is.
struct CatalogueOptions: ParsableArguments {
    @Option(
        name: .customLong("catalogue"),
        help: ArgumentHelp(
            "The local catalogue of archives and uploads.",
            discussion: """
                FIRN_LOCAL_CATALOGUE names it as well. Otherwise it is firn/catalogue.sqlite in $XDG_DATA_HOME, which \
                is ~/.local/share unless set.
                """,
            valueName: "file"
        )
    )
    var file: String?

    /// - Parameter environment: variables by name.
    /// - Throws: `LocalCatalogueError` where nothing tells a place, `ValidationError` where an option tells none.
    func path(environment: [String: String]) throws -> String {
        let given = { (name: String) in environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        if let path = file ?? given("FIRN_LOCAL_CATALOGUE") {
            guard !path.isEmpty else { throw ValidationError("--catalogue is empty") }
            return path
        }
        // A relative path counts as unset: https://specifications.freedesktop.org/basedir-spec/latest/
        if let data = given("XDG_DATA_HOME"), data.hasPrefix("/") { return "\(data)/firn/catalogue.sqlite" }
        guard let home = given("HOME") else {
            throw LocalCatalogueError("HOME is not set: nothing tells where the local catalogue is")
        }
        return "\(home)/.local/share/firn/catalogue.sqlite"
    }
}

extension CatalogueOptions {
    /// Opens the catalogue of this process's user.
    func open() async throws -> LocalCatalogue {
        try await LocalCatalogue.open(at: path(environment: ProcessInfo.processInfo.environment))
    }

    /// Opens it for a command that does its work without it too; see `OptionalCatalogue`.
    func openOptional(warn: @escaping @Sendable (String) -> Void) async throws -> OptionalCatalogue {
        let path: String
        do {
            path = try self.path(environment: ProcessInfo.processInfo.environment)
        } catch let error as LocalCatalogueError {
            return .missing(error, warn: warn)
        }
        return try await OptionalCatalogue.open(at: path, warn: warn)
    }
}
