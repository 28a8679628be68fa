import GlacierAPI

/// All that a listing has, over as many pages as it takes: a page is asked for when the one before is used up.
///
/// The marker of each page is followed to the last one, however few items a page has. A listing is no snapshot: what
/// comes or goes meanwhile shows where the listing has not been yet. Each iteration begins anew; cancelling the task
/// ends it with `CancellationError`. An iteration throws what the client's call throws, and `UnreadableAnswer` where
/// the service names a marker as the next that it has just answered.
public struct Listing<Item: Sendable>: AsyncSequence, Sendable {
    typealias Page = (items: [Item], marker: String?)

    /// Where the first page begins; nil for the beginning.
    let start: String?
    /// The most items of all pages together.
    let most: Int?
    let fetch: @Sendable (_ marker: String?) async throws -> Page

    init(
        from start: String? = nil,
        most: Int? = nil,
        fetch: @escaping @Sendable (_ marker: String?) async throws -> Page
    ) {
        (self.start, self.most, self.fetch) = (start, most, fetch)
    }

    /// Each page as it was answered, empty ones included.
    public func pages() -> Pages { Pages(listing: self) }

    /// Begins with the first page.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pages: pages().makeAsyncIterator()) }

    /// Gives one item after the other; holds one page.
    public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        var pages: Pages.AsyncIterator
        private var rest: ArraySlice<Item> = []

        init(pages: Pages.AsyncIterator) { self.pages = pages }

        /// The next item; nil behind the last one.
        public mutating func next() async throws -> Item? {
            while true {
                if let item = rest.popFirst() { return item }
                guard let page = try await pages.next() else { return nil }
                rest = page[...]
            }
        }
    }

    /// The same page by page.
    public struct Pages: AsyncSequence, Sendable {
        let listing: Listing

        /// Begins with the first page.
        public func makeAsyncIterator() -> AsyncIterator {
            AsyncIterator(listing: listing, next: listing.most.map { $0 > 0 } ?? true ? .page(listing.start) : .end)
        }

        /// Gives one page after the other.
        public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
            enum Next: Sendable {
                case page(String?)
                case end
            }

            let listing: Listing
            var next: Next
            private var count = 0

            init(listing: Listing, next: Next) { (self.listing, self.next) = (listing, next) }

            /// The items of the next page; nil behind the last one.
            public mutating func next() async throws -> [Item]? {
                guard case .page(let marker) = next else { return nil }
                let page = try await listing.fetch(marker)
                let left = listing.most.map { $0 - count } ?? .max
                count += page.items.count
                if let following = page.marker, page.items.count < left {
                    guard following != marker else { throw UnreadableAnswer("Marker") }
                    next = .page(following)
                } else {
                    next = .end
                }
                return page.items.count > left ? Array(page.items.prefix(left)) : page.items
            }
        }
    }
}

extension Listing {
    /// A listing whose pages have items and a marker alone.
    init(
        from start: String? = nil,
        listed fetch: @escaping @Sendable (_ marker: String?) async throws -> ListedItems<Item>
    ) {
        self.init(from: start) { marker in
            let page = try await fetch(marker)
            return (page.items, page.marker)
        }
    }
}
