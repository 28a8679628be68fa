import CPQ
import SQLDatabase

/// The values of a statement in the server's binary format.
///
/// Each has the type that its value has, so that a statement means the same as in a database that has no types of
/// parameters. A null has the type that the server finds for it.
struct ParameterValues {
    /// Types as the server numbers them; 0 for the one that it finds itself.
    let types: [Oid]

    private var bytes: [UInt8] = []
    /// Where each value lies in the bytes; nil for null.
    private var places: [Range<Int>?] = []

    /// - Throws: ``SQLDatabaseError/Code/unsupportedType`` for a text with U+0000 and for a value that is too large.
    init(_ values: [SQLValue], _ sql: String) throws(SQLDatabaseError) {
        types = values.map(\.serverType)
        places.reserveCapacity(values.count)
        for (number, value) in zip(1..., values) { try append(value, number, sql) }
    }

    private mutating func append(_ value: SQLValue, _ number: Int, _ sql: String) throws(SQLDatabaseError) {
        let start = bytes.count
        switch value {
        case .null:
            places.append(nil)
            return
        case .integer(let integer):
            withUnsafeBytes(of: integer.bigEndian) { bytes.append(contentsOf: $0) }
        case .text(let text):
            guard !text.utf8.contains(0) else {
                throw SQLDatabaseError(.unsupportedType, "the text of $\(number) holds U+0000", sql: sql)
            }
            bytes.append(contentsOf: text.utf8)
        case .bytes(let value):
            bytes.append(contentsOf: value)
        }
        guard bytes.count < Int(Int32.max) else {
            throw SQLDatabaseError(.unsupportedType, "the value of $\(number) is too large", sql: sql)
        }
        places.append(start..<bytes.count)
    }

    /// Hands over what libpq takes: addresses, lengths and formats, valid during the call.
    func withPointers<T>(
        _ body: (
            _ values: UnsafePointer<UnsafePointer<CChar>?>?, _ lengths: UnsafePointer<Int32>?,
            _ formats: UnsafePointer<Int32>?
        ) -> T
    ) -> T {
        let lengths = places.map { Int32($0?.count ?? 0) }
        let formats = [Int32](repeating: 1, count: places.count)
        // One more byte, so that there is an address also where no value has any bytes.
        return (bytes + [0]).withUnsafeBytes { buffer in
            let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let addresses = places.map { place in place.flatMap { start?.advanced(by: $0.lowerBound) } }
            return body(addresses, lengths, formats)
        }
    }
}

extension SQLValue {
    /// Source: https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat
    fileprivate var serverType: Oid {
        switch self {
        case .null: 0
        case .integer: ServerType.int8
        case .text: ServerType.text
        case .bytes: ServerType.bytea
        }
    }
}

/// The numbers of the types that values have. They are the same on every server.
enum ServerType {
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let name: Oid = 19
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let bpchar: Oid = 1042
    static let varchar: Oid = 1043
}
