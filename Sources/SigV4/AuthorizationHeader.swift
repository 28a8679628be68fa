/// `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`: the parts in any order, separated by `,` with or
/// without spaces.
enum AuthorizationHeader {
    /// - Throws: ``SignatureError/incomplete(_:)`` for another algorithm and for a part that is absent, doubled,
    ///   unknown or malformed; ``SignatureError/wrongScope(_:)`` as ``SignatureParts``.
    static func parse(_ value: [UInt8]) throws(SignatureError) -> SignatureParts {
        let value = value[...].trimmingBlanks()
        let end = value.firstIndex { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } ?? value.endIndex
        guard value[..<end].elementsEqual(SigningAlgorithm.name.utf8) else {
            throw .incomplete("Authorization header requires the algorithm '\(SigningAlgorithm.name)'.")
        }
        var parameters = Parameters()
        for part in value[end...].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            try parameters.add(part.trimmingBlanks())
        }
        let missing = parameters.missing
        guard missing.isEmpty else {
            throw .incomplete(missing.map { "Authorization header requires '\($0)' parameter." }.joined(separator: " "))
        }
        return try SignatureParts(
            credential: parameters.credential ?? [],
            signedHeaders: parameters.signedHeaders ?? [],
            signature: parameters.signature ?? []
        )
    }

    private struct Parameters {
        var credential: [UInt8]?
        var signedHeaders: [UInt8]?
        var signature: [UInt8]?

        /// Names of the parts that are absent or empty.
        var missing: [String] {
            [("Credential", credential), ("SignedHeaders", signedHeaders), ("Signature", signature)]
                .filter { $0.1?.isEmpty ?? true }.map(\.0)
        }

        mutating func add(_ part: ArraySlice<UInt8>) throws(SignatureError) {
            let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let name = part[..<equals], value = Array(part[equals...].dropFirst())
            if name.elementsEqual("Credential".utf8) {
                try set(&credential, value)
            } else if name.elementsEqual("SignedHeaders".utf8) {
                try set(&signedHeaders, value)
            } else if name.elementsEqual("Signature".utf8) {
                try set(&signature, value)
            } else if !part.isEmpty {
                throw .incomplete("Authorization header has a part that is not Credential, SignedHeaders or Signature.")
            }
        }

        private func set(_ place: inout [UInt8]?, _ value: [UInt8]) throws(SignatureError) {
            guard place == nil else { throw .incomplete("Authorization header has a parameter twice.") }
            place = value
        }
    }
}
