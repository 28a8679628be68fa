/// How many items a page of a listing may hold.
public struct PageLimit: Hashable, Sendable {
    /// Items: 1 or more, and no more than the listing's maximum.
    public let count: Int

    /// - Parameters:
    ///   - text: the `limit` of the query, nil when it is missing.
    ///   - maximum: the default, to which larger values are clamped.
    /// - Throws: `ServiceError.invalidLimit` when it is below 1 or not a whole number.
    public init(query text: String?, maximum: Int) throws(ServiceError) {
        guard let text else {
            count = maximum
            return
        }
        let digits = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard digits, text.utf8.contains(where: { $0 != UInt8(ascii: "0") }) else { throw .invalidLimit(text) }
        // More digits than an Int64 holds are still a number beyond the maximum.
        count = Int(min(Int64(text) ?? .max, Int64(maximum)))
    }
}

/// A page of a listing, and the item at which the next one begins.
public struct Page<Item: Sendable>: Sendable {
    /// In the order of the listing, no more of them than the limit.
    public let items: [Item]
    /// The first item behind this page, which the marker of the page names; nil on the last page.
    public let next: Item?

    /// - Parameter found: up to one item more than the page may hold, in order.
    public init(found: [Item], limit: Int) {
        items = Array(found.prefix(limit))
        next = found.count > limit ? found[limit] : nil
    }
}
