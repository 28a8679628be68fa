import HTTPTypes

/// What a signed request says, worked out the slow and obvious way: two requests with one meaning may share a
/// signature, two with different meanings must not.
struct RequestMeaning: Equatable {
    let method: String
    let path: [UInt8]
    let query: [String]
    let headers: [String]

    init(of request: HTTPRequest, signedHeaders: [String]) {
        method = request.method.rawValue
        let target = request.pseudoHeaderFields.path?.withUnsafeBytesOfValue { Array($0) } ?? []
        let cut = Self.cut(target)
        path = Self.withoutDots(cut.path)
        query = cut.query.split(separator: UInt8(ascii: "&")).map { pair in
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = Self.decoded(Array(parts[0])), value = parts.count > 1 ? Self.decoded(Array(parts[1])) : []
            return "\(name)=\(value)"
        }.filter { !$0.hasPrefix("\(Array("X-Amz-Signature".utf8))=") }.sorted()
        headers = signedHeaders.map { name in
            var values = request.headerFields.filter { $0.name.canonicalName == name }.map(\.value)
            if name == "host", let authority = request.authority { values = [authority] }
            let words = values.map { value in
                value.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
            }
            return "\(name):\(words.joined(separator: ","))"
        }
    }

    private static func cut(_ target: [UInt8]) -> (path: [UInt8], query: [UInt8]) {
        var rest = target[...]
        for scheme in ["http://", "https://"]
        where String(decoding: target.prefix(scheme.utf8.count), as: UTF8.self).lowercased() == scheme {
            rest = target.dropFirst(scheme.utf8.count).drop { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        }
        let path = rest.prefix { $0 != UInt8(ascii: "?") }
        return (path.isEmpty ? [UInt8(ascii: "/")] : Array(path), Array(rest.dropFirst(path.count + 1)))
    }

    private static func withoutDots(_ path: [UInt8]) -> [UInt8] {
        var stack: [[UInt8]] = []
        for segment in path.split(separator: UInt8(ascii: "/")) {
            if segment.elementsEqual("..".utf8) {
                stack = Array(stack.dropLast())
            } else if !segment.elementsEqual(".".utf8) {
                stack.append(Array(segment))
            }
        }
        let slash = [UInt8(ascii: "/")]
        let start = path.starts(with: slash) ? slash : []
        let end = path.last == slash[0] && !stack.isEmpty ? slash : []
        return start + stack.joined(separator: slash) + end
    }

    private static func decoded(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = [], rest = text[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            let isEscape = byte == UInt8(ascii: "%") && digits.utf8.count == 2 && digits.allSatisfy(\.isHexDigit)
            if isEscape, digits.allSatisfy(\.isASCII), let value = UInt8(digits, radix: 16) {
                result.append(value)
                rest = rest.dropFirst(2)
            } else {
                result.append(byte)
            }
        }
        return result
    }
}
