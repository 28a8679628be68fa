import GlacierModel
import HTTPTypes

extension Fixture {
    /// - Throws: `FixtureError` that tells the line.
    init(_ text: String, operation: String, path: String) throws {
        var parser = FixtureParser(text)
        do {
            try parser.parse()
        } catch let error as FixtureError {
            throw FixtureError(description: "\(path):\(parser.line): \(error)")
        }
        self.init(
            operation: operation,
            path: path,
            timing: parser.timing,
            rules: parser.rules,
            steps: parser.steps
        )
    }
}

private struct FixtureParser {
    private let lines: [Substring]
    private var next = 0
    private(set) var timing = Timing.prompt
    private(set) var rules = RetrievalRules.standard
    private(set) var steps: [Fixture.Step] = []

    init(_ text: String) { lines = text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// The line that was read last, counted from 1.
    var line: Int { max(next, 1) }

    mutating func parse() throws {
        while next < lines.count {
            let line = lines[next]
            next += 1
            if line.isEmpty || line.hasPrefix("#") { continue }
            if line.hasPrefix("> ") {
                steps.append(.exchange(try exchange(line.dropFirst(2))))
            } else {
                try directive(line)
            }
        }
        if steps.isEmpty { throw FixtureError(description: "nothing happens") }
    }

    private mutating func exchange(_ requestLine: Substring) throws -> Fixture.Exchange {
        let line = line
        let words = requestLine.split(separator: " ")
        guard words.count == 2, let method = HTTPRequest.Method(String(words[0])) else {
            throw FixtureError(description: "a request is a method and a target")
        }
        let (headers, body) = try message()
        let request = Fixture.Request(
            line: line,
            method: method,
            target: try Template(String(words[1])),
            headers: headers,
            body: body
        )
        guard next < lines.count, lines[next].hasPrefix("< "), let status = Int(lines[next].dropFirst(2)) else {
            throw FixtureError(description: "a request without an answer")
        }
        next += 1
        return Fixture.Exchange(request: request, answer: try answer(status))
    }

    private mutating func answer(_ status: Int) throws -> Fixture.ExpectedAnswer {
        let line = line
        let (headers, body) = try message()
        var length: Int?
        if next < lines.count, lines[next].hasPrefix("@length ") {
            length = Int(lines[next].dropFirst(8))
            if length == nil { throw FixtureError(description: "a length is a number") }
            next += 1
        }
        let text = lines[(line - 1)..<next].joined(separator: "\n")
        return Fixture.ExpectedAnswer(
            line: line,
            text: text,
            status: status,
            headers: headers,
            body: body,
            length: length
        )
    }

    private mutating func message() throws -> (headers: [(name: String, value: Template)], body: Fixture.Body) {
        var headers: [(name: String, value: Template)] = []
        while next < lines.count, !lines[next].isEmpty, !Self.isMark(lines[next]) {
            guard let colon = lines[next].firstIndex(of: ":") else {
                throw FixtureError(description: "a header is a name, a colon and a value")
            }
            let value = lines[next][lines[next].index(after: colon)...].drop { $0 == " " }
            headers.append((String(lines[next][..<colon]), try Template(String(value))))
            next += 1
        }
        return (headers, try body())
    }

    private mutating func body() throws -> Fixture.Body {
        var text: [Substring] = []
        while next < lines.count, !Self.isMark(lines[next]) {
            text.append(lines[next])
            next += 1
        }
        let kept = text.drop { $0.isEmpty }.reversed().drop { $0.isEmpty }.reversed()
        if kept.isEmpty, next < lines.count, lines[next].hasPrefix("@bytes ") {
            let positions = try Self.positions(lines[next].dropFirst(7))
            next += 1
            while next < lines.count, lines[next].isEmpty { next += 1 }
            return .pattern(positions)
        }
        return .text(try Template(kept.joined(separator: "\n")))
    }

    private mutating func directive(_ line: Substring) throws {
        let words = line.split(separator: " ")
        switch (words[0], words.count) {
        case ("@timing", 2) where steps.isEmpty && words[1] == "faithful": timing = .faithful
        case ("@expedited", 2) where steps.isEmpty && words[1] == "provisioned":
            rules.expeditedCapacity = .provisioned
        case ("@clock", 2): steps.append(.clock(try Self.span(words[1])))
        case ("@jobs", 1): steps.append(.jobs)
        case ("@upkeep", 1): steps.append(.upkeep)
        default: throw FixtureError(description: "“\(line)” means nothing here")
        }
    }

    /// Whether a line ends what stands before it.
    private static func isMark(_ line: Substring) -> Bool {
        line.hasPrefix("> ") || line.hasPrefix("< ") || line.hasPrefix("#") || line.hasPrefix("@")
    }

    private static func positions(_ text: Substring) throws -> Range<Int64> {
        let ends = text.split(separator: "-").compactMap { Int64($0) }
        guard ends.count == 2, ends[0] <= ends[1] else { throw FixtureError(description: "bytes are first-last") }
        return ends[0]..<(ends[1] + 1)
    }

    private static func span(_ text: Substring) throws -> Span {
        let digits = text.dropFirst().prefix { $0.isNumber }
        guard text.hasPrefix("+"), let count = Int64(digits) else {
            throw FixtureError(description: "the clock moves on by +number and unit")
        }
        switch text.dropFirst(1 + digits.count) {
        case "h": return .hours(count)
        case "m": return .minutes(count)
        case "s": return .seconds(count)
        case "ms": return Span(milliseconds: count)
        default: throw FixtureError(description: "the clock knows h, m, s and ms")
        }
    }
}
