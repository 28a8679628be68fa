/// The parameters of a request of the query protocol: `application/x-www-form-urlencoded`, each name once.
///
/// Source: https://url.spec.whatwg.org/#urlencoded-parsing
package struct QueryForm: Sendable {
    /// Parameters of one request.
    private static let most = 500
    /// Bytes of a name.
    private static let longestName = 256

    private let values: [String: String]

    /// The form in a body.
    ///
    /// - Throws: `QueryFormError` for text that is not UTF-8, that no XML can carry, or that says a thing twice.
    package init(_ body: [UInt8]) throws(QueryFormError) {
        try self.init(pairs: body.split(separator: UInt8(ascii: "&")))
    }

    /// The form in a query. What signs the query of a presigned request is no part of it.
    ///
    /// - Throws: as `init(_:)`.
    package init(query: String) throws(QueryFormError) {
        let signing = Array("x-amz-".utf8)
        let pairs = Array(query.utf8).split(separator: UInt8(ascii: "&"))
        try self.init(
            pairs: pairs.filter { pair in
                !pair.prefix(signing.count).elementsEqual(signing) { $0 == $1 || $0 | 0x20 == $1 }
            }
        )
    }

    private init(pairs: [ArraySlice<UInt8>]) throws(QueryFormError) {
        var values: [String: String] = [:]
        for pair in pairs {
            let halves = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decoded(halves[0])
            let value = halves.count > 1 ? try Self.decoded(halves[1]) : ""
            guard !name.isEmpty, name.utf8.count <= Self.longestName else { throw .malformedName }
            guard values.updateValue(value, forKey: name) == nil else { throw .repeated(name) }
            guard values.count <= Self.most else { throw .tooManyParameters }
        }
        self.values = values
    }

    /// The value of a parameter as sent; nil when it is missing.
    package func value(of name: String) -> String? { values[name] }

    /// In no order.
    package var names: Dictionary<String, String>.Keys { values.keys }

    private static func decoded(_ text: ArraySlice<UInt8>) throws(QueryFormError) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(hexValue), let low = rest.popFirst().flatMap(hexValue) else {
                    throw .malformedEscape
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        guard decoded.unicodeScalars.allSatisfy(XMLWriter.canWrite) else { throw .forbiddenCharacter }
        return decoded
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

/// Why a body is no form of the query protocol.
package enum QueryFormError: Error, Hashable, Sendable {
    case malformedEscape
    case malformedName
    case notUTF8
    /// A character that XML 1.0 does not have.
    case forbiddenCharacter
    case repeated(String)
    case tooManyParameters
    /// A request has its form in the body, and parameters in its query besides.
    case inQueryAndBody

    /// For the sender.
    package var message: String {
        switch self {
        case .malformedEscape: "A % is not followed by two hexadecimal digits."
        case .malformedName: "The name of a parameter is empty or too long."
        case .notUTF8: "A parameter is not UTF-8."
        case .forbiddenCharacter: "A parameter has a character that XML does not have."
        case .repeated(let name): "The parameter \(name) is given more than once."
        case .tooManyParameters: "There are too many parameters."
        case .inQueryAndBody: "There are parameters in the query of a request that has its form in the body."
        }
    }
}
