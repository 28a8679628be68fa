/// The path of a request, percent-encoded segment by segment as botocore does it.
struct RequestPath {
    let text: String

    private init(text: String) { self.text = text }

    /// Below an account.
    ///
    /// - Parameter words: constants of the API, which need no encoding.
    init(_ account: AccountScope, _ words: String) {
        text = "/\(account.segment)/\(words)"
    }

    /// A vault, or what is below it.
    ///
    /// - Parameter collection: a constant of the API, which needs no encoding.
    init(_ vault: VaultAddress, _ collection: String? = nil) throws(UnsendableCall) {
        let path = try RequestPath(vault.account, "vaults").item(vault.name, named: "vaultName")
        text = collection.map { "\(path.text)/\($0)" } ?? path.text
    }

    /// The path with one more segment, whatever characters it has.
    ///
    /// - Throws: `UnsendableCall` for an empty segment, which would be the path of another operation, and for `.` and
    ///   `..`, which do not survive the way.
    func item(_ segment: String, named name: String) throws(UnsendableCall) -> RequestPath {
        guard !segment.isEmpty, segment != ".", segment != ".." else { throw UnsendableCall(name, segment) }
        return RequestPath(text: "\(text)/\(PercentEncoding.encode(segment))")
    }

    /// The path with a constant of the API behind it.
    func word(_ word: String) -> RequestPath { RequestPath(text: "\(text)/\(word)") }
}

/// The query of a request, in the order in which parameters are added.
struct RequestQuery {
    private var items: [String] = []

    init() {}

    /// A page of a listing: its size and where it begins.
    init(limit: Int?, marker: String?) {
        add("limit", limit.map { String($0) })
        add("marker", marker)
    }

    mutating func add(_ name: String, _ value: String?) {
        guard let value else { return }
        items.append("\(PercentEncoding.encode(name))=\(PercentEncoding.encode(value))")
    }

    /// With its `?`; empty without parameters.
    var text: String { items.isEmpty ? "" : "?" + items.joined(separator: "&") }
}

extension PercentEncoding {
    /// Everything but `A–Z a–z 0–9 - . _ ~` becomes `%XX` with upper-case digits, in a path and in a query alike.
    static func encode(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes.append(contentsOf: [UInt8(ascii: "%"), hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let hexDigits = Array("0123456789ABCDEF".utf8)
}
