import GlacierModel

/// The local catalogue for commands whose work must not depend on it.
///
/// An upload goes on where the catalogue cannot be opened, read or written: the archive is stored all the same, and the
/// next inventory tells of it. But never silently: what was not noted is told, once for each reason.
struct OptionalCatalogue: Sendable {
    /// Nil where it could not be opened.
    let catalogue: LocalCatalogue?
    private let warn: @Sendable (String) -> Void

    init(_ catalogue: LocalCatalogue?, warn: @escaping @Sendable (String) -> Void) {
        (self.catalogue, self.warn) = (catalogue, warn)
    }

    /// Opens the catalogue, or warns that it cannot be used and why.
    ///
    /// - Parameter warn: shows a line to people; see `LocalCatalogue.open` for the rest.
    static func open(
        at path: String,
        surroundings: Surroundings = .live,
        warn: @escaping @Sendable (String) -> Void
    ) async throws -> OptionalCatalogue {
        do {
            return OptionalCatalogue(try await LocalCatalogue.open(at: path, surroundings: surroundings), warn: warn)
        } catch let error as LocalCatalogueError {
            return missing(error, warn: warn)
        }
    }

    /// None, which is told with its reason.
    static func missing(
        _ reason: LocalCatalogueError,
        warn: @escaping @Sendable (String) -> Void
    ) -> OptionalCatalogue {
        warn("\(reason); going on without it")
        return OptionalCatalogue(nil, warn: warn)
    }

    /// Reads or notes something where that is possible, and warns where it is not.
    ///
    /// - Parameter consequence: what a failure means, as `the upload cannot be continued later`.
    /// - Returns: nil where there is no catalogue, or it failed.
    /// - Throws: what is not the catalogue's fault, as `CancellationError`.
    func attempt<T: Sendable>(
        _ consequence: String,
        _ body: (LocalCatalogue) async throws -> T
    ) async throws -> T? {
        guard let catalogue else { return nil }
        do {
            return try await body(catalogue)
        } catch let error as LocalCatalogueError {
            warn("\(error): \(consequence)")
            return nil
        }
    }
}
