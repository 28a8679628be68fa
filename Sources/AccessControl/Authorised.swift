package import GlacierAPI

/// The proof that a caller may do one operation on one resource. Only access control can make it.
package struct Permit: Sendable {
    package let operation: OperationName
    package let caller: Caller
    /// Of the rules under which it was given.
    package let accessVersion: Int64

    init(operation: OperationName, caller: Caller, accessVersion: Int64) {
        self.operation = operation
        self.caller = caller
        self.accessVersion = accessVersion
    }

    /// Joins the permit with the input that was read under it.
    ///
    /// - Parameter contract: of the operation that the permit is for.
    package func authorising<Operation: Contract>(
        _ contract: Operation.Type,
        _ input: Operation.Input
    ) -> Authorised<Operation.Input> {
        precondition(contract.operation == operation, "a permit is for one operation")
        return Authorised(input: input, caller: caller, accessVersion: accessVersion)
    }
}

/// An operation's input that its caller is allowed to have carried out. Operations take nothing else, so forgetting
/// the check does not compile.
package struct Authorised<Input: Sendable>: Sendable {
    package let input: Input
    package let caller: Caller
    /// Of the rules under which it was allowed. What must not happen under newer ones compares it in its transaction.
    package let accessVersion: Int64

    init(input: Input, caller: Caller, accessVersion: Int64) {
        self.input = input
        self.caller = caller
        self.accessVersion = accessVersion
    }
}
