public import GlacierModel

/// Resources that a listing has, such as ``Vault/jobs``: an asynchronous sequence that asks for pages as it goes.
///
/// Each method returns a collection of its own, so that they can be chained and a collection be kept and used again:
///
/// ```swift
/// for try await _ in vault.jobs.filter(statusCode: .succeeded, completed: true).pageSize(10).limit(25) {
///     count += 1
/// }
/// ```
///
/// What a listing says of a resource is what the resource knows: its attributes need no call then.
public struct ResourceCollection<Resource: Sendable>: AsyncSequence, Sendable {
    /// What is asked for with every page.
    struct Parameters: Sendable {
        var statusCode: JobStatusCode?
        var completed: Bool?
        /// Items on a page; nil for as many as the service gives.
        var pageSize: Int?
        /// Where the first page begins.
        var start: String?
    }

    private var parameters: Parameters
    private var most: Int?
    private let fetch: @Sendable (Parameters, _ marker: String?) async throws -> Listing<Resource>.Page

    init(
        _ parameters: Parameters = Parameters(),
        fetch: @escaping @Sendable (Parameters, _ marker: String?) async throws -> Listing<Resource>.Page
    ) {
        (self.parameters, self.fetch) = (parameters, fetch)
    }

    /// All resources of the collection: the collection itself.
    public func all() -> Self { self }

    /// At most so many resources in all; none for a number below 1.
    public func limit(_ count: Int) -> Self {
        var copy = self
        copy.most = count
        return copy
    }

    /// Asks for so many resources with each call: the call's `limit`, which the service judges. Without it the service
    /// chooses, up to 50, of vaults 10.
    public func pageSize(_ count: Int) -> Self {
        var copy = self
        copy.parameters.pageSize = count
        return copy
    }

    /// Begins at the marker of an earlier page.
    public func filter(marker: String) -> Self {
        var copy = self
        copy.parameters.start = marker
        return copy
    }

    /// Each page as it was answered, empty ones included; the last one is cut where ``limit(_:)`` is reached.
    public func pages() -> Listing<Resource>.Pages { listing.pages() }

    /// Begins with the first page.
    public func makeAsyncIterator() -> Listing<Resource>.AsyncIterator { listing.makeAsyncIterator() }

    private var listing: Listing<Resource> {
        Listing(from: parameters.start, most: most) { [parameters, fetch] marker in
            try await fetch(parameters, marker)
        }
    }
}

extension ResourceCollection where Resource == Job {
    /// Sets parameters of the call; what is nil stays as it is.
    ///
    /// - Parameters:
    ///   - statusCode: jobs of this status alone.
    ///   - completed: jobs that have ended alone, or those alone that have not.
    ///   - marker: that of an earlier page: the collection begins there.
    public func filter(
        statusCode: JobStatusCode? = nil,
        completed: Bool? = nil,
        marker: String? = nil
    ) -> Self {
        var copy = self
        if let statusCode { copy.parameters.statusCode = statusCode }
        if let completed { copy.parameters.completed = completed }
        if let marker { copy.parameters.start = marker }
        return copy
    }
}
