/// What went wrong in a blob store or while opening a sealed blob.
///
/// Messages and causes are for operators and logs; they hold no key material and no content.
public struct BlobStoreError: Error, Sendable, CustomStringConvertible {
    /// The fact a caller may branch on.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// There is no blob of this key.
        case notFound
        /// There is a blob of this key already, or one is being written.
        case alreadyExists
        /// The bytes asked for do not lie within the blob.
        case outOfRange
        /// The storage is full, or a quota is used up.
        case outOfSpace
        /// What is stored is not what was written.
        case damaged
        /// A version, flag or size of the format that this program does not know.
        case unsupported
        /// The blob is sealed under a master key that the key ring does not have.
        case unknownMasterKey
        /// The caller broke a rule of the interface.
        case misuse
        /// The storage failed or cannot be reached; another try may succeed.
        case unavailable
    }

    /// The fact a caller may branch on.
    public var code: Code
    /// The blob it happened to, where it happened to one.
    public var key: BlobKey?
    /// What was being done and what stood in the way.
    public var message: String
    /// The error beneath, where there is one: a ``SystemCallFailure`` from a disk.
    public var cause: (any Error)?

    /// Makes an error.
    public init(_ code: Code, key: BlobKey? = nil, message: String, cause: (any Error)? = nil) {
        self.code = code
        self.key = key
        self.message = message
        self.cause = cause
    }

    /// The code, the message, the key and the cause on one line.
    public var description: String {
        let blob = key.map { " (blob \($0))" } ?? ""
        let reason = cause.map { ": \($0)" } ?? ""
        return "\(code.rawValue): \(message)\(blob)\(reason)"
    }
}

/// A system call that failed.
public struct SystemCallFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The call's name in section 2 of the manual, such as `fdatasync`.
    public var operation: String
    /// The error number, as errno(3) lists them.
    public var errorNumber: Int32
    /// The system's words for the error number.
    public var explanation: String

    /// Makes a failure.
    public init(operation: String, errorNumber: Int32, explanation: String) {
        self.operation = operation
        self.errorNumber = errorNumber
        self.explanation = explanation
    }

    /// The call, the error number and the system's words for it.
    public var description: String { "\(operation) failed with error \(errorNumber), \(explanation)" }
}
