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

    private init(members: [String: JSONValue]) { self.members = members }

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

    /// - Throws: `ServiceError.malformedBody` when the value is there and is not an array of strings.
    func strings(_ key: String) throws(ServiceError) -> [String]? {
        guard let elements = try elements(key) else { return nil }
        var texts: [String] = []
        for element in elements {
            guard case .string(let text) = element else {
                throw .malformedBody("The values of \(key) must be strings.")
            }
            texts.append(text)
        }
        return texts
    }

    /// The number, where it is whole.
    ///
    /// - Throws: `ServiceError.malformedBody` when the value is there and is not a number without fraction and
    ///   exponent, `ServiceError.invalidParameter` when an `Int64` cannot hold it.
    func integer(_ key: String) throws(ServiceError) -> Int64? {
        switch members[key] {
        case nil, .null: return nil
        case .number(let text) where text.utf8.allSatisfy({ !".eE".utf8.contains($0) }):
            guard let number = Int64(text) else { throw .invalidParameter("Invalid \(key): \(text)") }
            return number
        case .bool, .number, .string, .array, .object: throw .malformedBody("The value of \(key) must be an integer.")
        }
    }

    /// - Throws: `ServiceError.malformedBody` when the value is there and is not an object.
    func object(_ key: String) throws(ServiceError) -> DocumentBody? {
        switch members[key] {
        case nil, .null: return nil
        case .object(let members): return DocumentBody(members: members)
        case .bool, .number, .string, .array: throw .malformedBody("The value of \(key) must be an object.")
        }
    }

    /// - Throws: `ServiceError.malformedBody` when the value is there and is not an array of objects.
    func objects(_ key: String) throws(ServiceError) -> [DocumentBody]? {
        guard let elements = try elements(key) else { return nil }
        var objects: [DocumentBody] = []
        for element in elements {
            guard case .object(let members) = element else {
                throw .malformedBody("The values of \(key) must be objects.")
            }
            objects.append(DocumentBody(members: members))
        }
        return objects
    }

    /// The names of all members, explicit nulls included, in an order that does not depend on chance.
    var keys: [String] { members.keys.sorted() }

    private func elements(_ key: String) throws(ServiceError) -> [JSONValue]? {
        switch members[key] {
        case nil, .null: return nil
        case .array(let elements): return elements
        case .bool, .number, .string, .object: throw .malformedBody("The value of \(key) must be an array.")
        }
    }
}
