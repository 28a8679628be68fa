public import GlacierModel
public import HTTPTypes

/// All that the chain of configuration touches outside of itself: the environment, files, programs, addresses, time.
public struct ChainSurroundings: Sendable {
    /// What a program that gives out credentials did.
    public struct ProgramOutcome: Sendable {
        /// Its exit status, 0 when it went well.
        public let status: Int32
        /// What it wrote on its standard output.
        public let output: [UInt8]

        /// Takes both as they came.
        public init(status: Int32, output: [UInt8]) { (self.status, self.output) = (status, output) }
    }

    /// An answer to a request.
    public struct Answer: Sendable {
        /// The HTTP status.
        public let status: Int
        /// The whole body.
        public let body: [UInt8]

        /// Takes both as they came.
        public init(status: Int, body: [UInt8]) { (self.status, self.body) = (status, body) }
    }

    /// Variables of the environment. One that is empty counts as one that is not there.
    public var environment: [String: String]
    /// The folder that `~` stands for.
    public var home: String
    /// Reads a whole file; nil where there is none.
    public var readFile: @Sendable (_ path: String) throws -> [UInt8]?
    /// Runs a program by its name or path, with its arguments behind it, and waits for its end.
    public var run: @Sendable (_ command: [String]) async throws -> ProgramOutcome
    /// Sends a request with its body and collects the answer, or throws when there is none within the limit.
    public var send: @Sendable (_ request: HTTPRequest, _ body: [UInt8], _ limit: Span) async throws -> Answer
    /// The clock, and waiting by it.
    public var time: Surroundings

    /// Takes all of them, so that none falls back to the machine's own unnoticed.
    public init(
        environment: [String: String],
        home: String,
        readFile: @escaping @Sendable (_ path: String) throws -> [UInt8]?,
        run: @escaping @Sendable (_ command: [String]) async throws -> ProgramOutcome,
        send: @escaping @Sendable (_ request: HTTPRequest, _ body: [UInt8], _ limit: Span) async throws -> Answer,
        time: Surroundings
    ) {
        (self.environment, self.home, self.readFile) = (environment, home, readFile)
        (self.run, self.send, self.time) = (run, send, time)
    }

    /// A variable that is there and not empty.
    func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
