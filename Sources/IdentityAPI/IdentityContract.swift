package import GlacierModel

/// One operation of the identity API, or a family of operations that differ in the kind of identity alone.
package protocol IdentityContract {
    associatedtype Input: Sendable
    associatedtype Output: Sendable

    /// Whether the answer has a result, be it an empty one.
    static var hasResult: Bool { get }

    /// Reads the input from a request.
    static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input

    /// Which operation the input is of: policies allow it under this name.
    static func operation(of input: Input) -> IdentityOperationName

    /// What the operation is done to: the caller must be allowed to do it to each of them.
    ///
    /// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/, the page of IAM
    static func resources(of input: Input) -> [IdentityResource]

    /// What else conditions of policies may ask for.
    static func facts(of input: Input) -> IdentityRequestFacts

    /// Writes what stands in the answer's result.
    static func write(_ output: Output, to xml: inout XMLWriter, _ place: IdentityPlace)
}

extension IdentityContract {
    package static var hasResult: Bool { true }
    package static func facts(of input: Input) -> IdentityRequestFacts { IdentityRequestFacts() }
}

extension IdentityContract where Output == Void {
    package static var hasResult: Bool { false }
    package static func write(_ output: Void, to xml: inout XMLWriter, _ place: IdentityPlace) {}
}

/// What ARNs in answers are made with.
package struct IdentityPlace: Sendable {
    package let deployment: Deployment
    package let account: AccountID

    package init(deployment: Deployment, account: AccountID) {
        self.deployment = deployment
        self.account = account
    }
}
