import GlacierModel
import HTTPTypes
import Testing

/// A conversation with the server, written down: what a client sends, and the whole of what it must get back.
///
/// A `.http` file is read line by line. A line that begins with one of these ends what stood before it:
///
/// | line | meaning |
/// |---|---|
/// | `#` | a remark |
/// | `> PUT /-/vaults/v` | a request: header lines, an empty line, the body |
/// | `< 201` | the whole answer to it: header lines, an empty line, the body |
/// | `@length 635` | the answer's body has exactly so many bytes |
/// | `@timing faithful` | before the first request: the delays of the production service instead of `prompt` |
/// | `@expedited provisioned` | before the first request: Expedited retrievals need provisioned capacity |
/// | `@clock +4h` | the clock moves on by a number of `h`, `m`, `s` or `ms`; it begins at 2026-01-02T03:04:05.006Z |
/// | `@jobs` | jobs that are due are ended |
/// | `@upkeep` | one round of upkeep: what is over is forgotten, inventories that are due are taken |
///
/// A body is its lines joined by line feeds, without one at the end, or `@bytes 0-1048575`: the bytes at these
/// positions of a payload whose byte at position i is i mod 251. What stands for something in braces is told at
/// `Template`.
///
/// Requests are signed and get their version, host and date as from any client. An answer's headers must be those
/// written down and no others. `Content-Length`, `Date` and `x-amzn-RequestId` are not written down: the socket server
/// alone sets them, on every answer alike.
struct Fixture: Sendable, CustomTestStringConvertible {
    /// What happens one after another.
    enum Step: Sendable {
        case exchange(Exchange)
        case clock(Span)
        case jobs
        case upkeep
    }

    /// A request and the answer to it.
    struct Exchange: Sendable {
        let request: Request
        let answer: ExpectedAnswer
    }

    struct Request: Sendable {
        /// Counted from 1.
        let line: Int
        let method: HTTPRequest.Method
        let target: Template
        let headers: [(name: String, value: Template)]
        let body: Body
    }

    struct ExpectedAnswer: Sendable {
        /// Counted from 1.
        let line: Int
        /// As it stands in the file.
        let text: String
        let status: Int
        let headers: [(name: String, value: Template)]
        let body: Body
        /// Bytes that the body must have, where the file tells.
        let length: Int?
    }

    enum Body: Sendable {
        case text(Template)
        /// Positions of the payload's bytes.
        case pattern(Range<Int64>)
    }

    /// The folder that the file lies in: the operation that it is about.
    let operation: String
    /// Where the file lies.
    let path: String
    let timing: Timing
    let rules: RetrievalRules
    let steps: [Step]

    var exchanges: [Exchange] {
        steps.compactMap { if case .exchange(let exchange) = $0 { exchange } else { nil } }
    }

    var testDescription: String { "\(operation)/\(path.split(separator: "/").last ?? "")" }
}

/// A fixture that cannot be understood, or asks for what is not known.
struct FixtureError: Error, CustomStringConvertible {
    let description: String
}
