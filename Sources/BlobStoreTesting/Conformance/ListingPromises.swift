import BlobStore
import NIOCore

/// What a listing promises.
struct ListingPromises {
    let store: any BlobStore
    /// Keys that differ in each one of the 32 digits, and both ends; in an order that is not theirs.
    private let keys: [BlobKey]
    /// The keys' texts in byte order, which is what a listing is compared with.
    private let expected: [String]

    init(store: any BlobStore) {
        self.store = store
        keys = Self.exampleKeys()
        expected = keys.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func exampleKeys() -> [BlobKey] {
        let base = Array("018bcfe5680000010203040506070809")
        let texts = base.indices.flatMap { place in
            ["0", "9", "a", "f"].map { digit in String(base[..<place]) + digit + String(base[(place + 1)...]) }
        }
        let ends = [String(repeating: "0", count: 32), String(repeating: "f", count: 32)]
        let all = Set((texts + ends).compactMap { BlobKey($0) })
        return all.sorted { String($0.text.reversed()) < String($1.text.reversed()) }
    }

    func order() async throws {
        try expect(try await store.list(after: nil, limit: 10).isEmpty, "an empty store lists something")
        try await fill()
        let listed = try await store.list(after: nil, limit: 1000).map(\.text)
        try expect(listed == expected, "listed \(listed)")
    }

    func pages() async throws {
        try await fill()
        for limit in [1, 3, 50] {
            var listed: [BlobKey] = []
            while true {
                let page = try await store.list(after: listed.last, limit: limit)
                listed += page
                if page.count < limit { break }
                try expect(listed.count <= expected.count, "pages of \(limit) do not end")
            }
            try expect(listed.map(\.text) == expected, "pages of \(limit) are not the whole")
        }
        // A key need not be there for the listing to go on after it.
        let gone = keys[keys.count / 2]
        try await store.delete(gone)
        let after = try await store.list(after: gone, limit: 1000).map(\.text)
        try expect(after == expected.filter { $0 > gone.text }, "listed \(after) after \(gone)")
    }

    func limits() async throws {
        try await fill()
        for limit in [0, 1, 2, expected.count - 1, expected.count, expected.count + 1] {
            let listed = try await store.list(after: nil, limit: limit).map(\.text)
            try expect(listed == Array(expected.prefix(limit)), "\(listed.count) keys for a limit of \(limit)")
        }
        let last = BlobKey(String(repeating: "f", count: 32))
        try expect(try await store.list(after: last, limit: 5).isEmpty, "something is listed after the last key")
    }

    private func fill() async throws {
        for key in keys { try await store.put(key, [1]) }
    }
}
