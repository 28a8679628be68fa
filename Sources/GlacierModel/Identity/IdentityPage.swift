/// Which part of a listing a request asks for.
package struct IdentityPageRequest: Hashable, Sendable {
    /// The key of the last item of the page before; nil for the first page.
    package let after: String?
    /// Items: 1 to 1,000.
    package let limit: Int

    private static let markerKind: UInt8 = 0x4B

    /// - Parameters:
    ///   - marker: as an earlier page gave it.
    ///   - limit: within `IdentityLimits.pageItems`; 100 where a request says nothing.
    package init(marker: String?, limit: Int?) throws(IdentityValueError) {
        if let marker {
            try IdentityText.checkLength(marker, IdentityLimits.markerLength)
            guard let bytes = Base64URL.decode(marker), bytes.first == Self.markerKind,
                let key = String(validating: bytes.dropFirst(), as: UTF8.self), !key.utf8.contains(0)
            else { throw .malformed(.marker) }
            after = key
        } else {
            after = nil
        }
        let limit = limit ?? IdentityLimits.standardPageItems
        guard limit >= IdentityLimits.pageItems.lowerBound else { throw .tooSmall(minimum: 1) }
        guard limit <= IdentityLimits.pageItems.upperBound else {
            throw .tooLarge(maximum: IdentityLimits.pageItems.upperBound)
        }
        self.limit = limit
    }

    /// The page of items that were found behind `after`, in order, one more than the limit if there are so many.
    ///
    /// - Parameter key: what the items are ordered by.
    package func page<Item>(found: [Item], key: (Item) -> String) -> IdentityPage<Item> {
        let items = Array(found.prefix(limit))
        let last = found.count > limit ? items.last : nil
        return IdentityPage(
            items: items,
            marker: last.map { Base64URL.encode([Self.markerKind] + Array(key($0).utf8)) }
        )
    }

    /// The page of a listing that is so short that all of it was read.
    ///
    /// - Parameters:
    ///   - all: in any order.
    ///   - key: what the items are ordered by, byte by byte.
    package func page<Item>(of all: [Item], key: (Item) -> String) -> IdentityPage<Item> {
        let behind = all.filter { item in after.map { $0.utf8.lexicographicallyPrecedes(key(item).utf8) } ?? true }
        return page(
            found: behind.sorted { key($0).utf8.lexicographicallyPrecedes(key($1).utf8) },
            key: key
        )
    }
}

/// A page of a listing.
package struct IdentityPage<Item: Sendable>: Sendable {
    /// In the order of the listing.
    package let items: [Item]
    /// Where the next page goes on; nil on the last one.
    package let marker: String?

    package init(items: [Item], marker: String?) {
        self.items = items
        self.marker = marker
    }

    /// The same page of other items.
    package func map<Other>(_ transform: (Item) throws -> Other) rethrows -> IdentityPage<Other> {
        IdentityPage<Other>(items: try items.map(transform), marker: marker)
    }
}
