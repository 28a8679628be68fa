import GlacierModel
import JSONText

/// The members of a request's JSON body, read by name and type. An explicit null equals an absent key.
struct DocumentBody {
    private let members: [String: JSONValue]

    /// - Throws: `ServiceError.missingParameter` with the given name when the body is empty or only white space,
    ///   `ServiceError.malformedBody` when it is not a JSON object.
    init(_ bytes: [UInt8], named name: String) throws(ServiceError) {
        let isBlank = bytes.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
        if isBlank { throw .missingParameter(name) }
        guard case .object(let members)? = JSONValue(parsing: bytes) else {
            throw .malformedBody("The request body is not a valid JSON object.")
        }
        self.members = members
    }

    private init(_ members: [String: JSONValue]) { self.members = members }

    /// - Throws: `ServiceError.malformedBody` when the value is there and is not a string.
    func string(_ key: String) throws(ServiceError) -> String? {
        switch members[key] {
        case nil, .null: return nil
        case .string(let text): return text
        case .bool, .number, .array, .object: throw .malformedBody("The value of \(key) must be a string.")
        }
    }

    /// As `string(_:)`, but a number is taken as its text: some clients send one where a numeric string belongs.
    func stringOrNumber(_ key: String) throws(ServiceError) -> String? {
        if case .number(let text)? = members[key] { return text }
        return try string(key)
    }

    /// - Throws: `ServiceError.malformedBody` when the value is there and is not an object.
    func object(_ key: String) throws(ServiceError) -> DocumentBody? {
        switch members[key] {
        case nil, .null: return nil
        case .object(let members): return DocumentBody(members)
        case .bool, .number, .string, .array: throw .malformedBody("The value of \(key) must be an object.")
        }
    }
}
