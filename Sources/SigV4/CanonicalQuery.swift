/// A query cut into names and values, percent-decoded once.
struct QueryItem {
    let name: [UInt8]
    let value: [UInt8]

    /// The items in the order sent. Nothing between two `&` is no item; a name without `=` has the empty value.
    static func items(of query: ArraySlice<UInt8>?) -> [QueryItem] {
        guard let query else { return [] }
        return query.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true).map { pair in
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            return QueryItem(
                name: [UInt8](percentDecoding: pair[..<equals]),
                value: [UInt8](percentDecoding: pair[equals...].dropFirst())
            )
        }
    }

    func isNamed(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { name.elementsEqual($0) }
    }
}

/// The third line of a canonical request.
enum CanonicalQuery {
    /// Names and values encoded anew, sorted by encoded name, then encoded value, without the signature itself.
    static func encoded(_ items: [QueryItem]) -> [UInt8] {
        if items.isEmpty { return [] }
        var pairs = [(name: [UInt8], value: [UInt8])]()
        pairs.reserveCapacity(items.count)
        for item in items where !item.isNamed("X-Amz-Signature") {
            var name = [UInt8](), value = [UInt8]()
            name.appendEncodedQueryPart(item.name)
            value.appendEncodedQueryPart(item.value)
            pairs.append((name, value))
        }
        pairs.sort { left, right in
            left.name == right.name
                ? left.value.lexicographicallyPrecedes(right.value) : left.name.lexicographicallyPrecedes(right.name)
        }
        var line = [UInt8]()
        for (position, pair) in pairs.enumerated() {
            if position > 0 { line.append(UInt8(ascii: "&")) }
            line.append(contentsOf: pair.name)
            line.append(UInt8(ascii: "="))
            line.append(contentsOf: pair.value)
        }
        return line
    }
}
