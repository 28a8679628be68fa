import HTTPTypes

/// What becomes of white space inside a header value; it is trimmed at both ends in any case.
enum SpaceRule {
    /// Runs of spaces and tabs become one space: what the specification says.
    case reduced
    /// Left as sent: what clients do that only trim.
    case kept
}

/// The values of the headers that a signature names, gathered in one pass over the request.
struct SignedFields {
    /// Lower-case, in the order of the canonical request.
    let names: [String]
    /// Per name, the values in the order sent; empty for a header that was not sent, which counts as an empty value.
    private let values: [[[UInt8]]]

    init(names: [String], of request: HTTPRequest) {
        self.names = names
        let places = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
        var values = [[[UInt8]]](repeating: [], count: names.count)
        for field in request.headerFields {
            guard let place = places[field.name.canonicalName] else { continue }
            values[place].append(field.withUnsafeBytesOfValue { Array($0) })
        }
        if let place = places["host"] {
            if let authority = request.pseudoHeaderFields.authority {
                values[place] = [authority.withUnsafeBytesOfValue { Array($0) }]
            } else if values[place].isEmpty, let authority = RequestTarget(request).authority {
                values[place] = [Array(authority)]
            }
        }
        self.values = values
    }

    /// The first header that has a byte outside ASCII in a value.
    var nameOutsideASCII: String? {
        zip(names, values).first { $1.contains { $0.contains { $0 > 0x7F } } }?.0
    }

    /// The canonical headers: `name:value\n` each, repeated headers joined with `,`.
    func block(spaces: SpaceRule) -> [UInt8] {
        var block = [UInt8]()
        block.reserveCapacity(512)
        for (name, values) in zip(names, values) {
            block.append(contentsOf: name.utf8)
            block.append(UInt8(ascii: ":"))
            for (position, value) in values.enumerated() {
                if position > 0 { block.append(UInt8(ascii: ",")) }
                block.appendValue(value, spaces: spaces)
            }
            block.append(UInt8(ascii: "\n"))
        }
        return block
    }
}

extension [UInt8] {
    fileprivate mutating func appendValue(_ value: [UInt8], spaces: SpaceRule) {
        let trimmed = value[...].trimmingBlanks()
        switch spaces {
        case .kept:
            append(contentsOf: trimmed)
        case .reduced:
            var afterBlank = false
            for byte in trimmed {
                let blank = isBlank(byte)
                if !blank { append(byte) } else if !afterBlank { append(UInt8(ascii: " ")) }
                afterBlank = blank
            }
        }
    }
}

extension ArraySlice<UInt8> {
    /// Without spaces and tabs at both ends.
    func trimmingBlanks() -> ArraySlice<UInt8> {
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return []
        }
        return self[first...last]
    }
}

private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
}
