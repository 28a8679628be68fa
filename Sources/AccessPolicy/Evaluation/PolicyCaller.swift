/// Who asks: what the principals of policies are compared with.
public struct PolicyCaller: Hashable, Sendable {
    /// What kind of principal of its account the caller is.
    public enum Kind: Hashable, Sendable {
        /// The account itself.
        case root
        /// `arn:{partition}:iam::{account}:user/{path}{name}`
        case user(arn: String)
        /// `arn:{partition}:sts::{account}:assumed-role/{role}/{session}`, and the ARN of the role that was assumed,
        /// `arn:{partition}:iam::{account}:role/{path}{role}`.
        case session(arn: String, roleARN: String)
    }

    /// 12 digits.
    public let account: String
    /// Which of the account's principals it is.
    public let kind: Kind

    /// A caller whose signature was verified: nothing is checked here.
    public init(account: String, kind: Kind) {
        self.account = account
        self.kind = kind
    }
}

extension PolicyPrincipal {
    /// How an `Allow` of this principal reaches a caller; nil when it does not. A `Deny` of it matches whomever it
    /// reaches in any way.
    func reach(_ caller: PolicyCaller) -> PolicyReach? {
        switch (self, caller.kind) {
        case (.everyone, _): .caller
        case (.account(let account), .root): account == caller.account ? .caller : nil
        case (.account(let account), .user), (.account(let account), .session):
            account == caller.account ? .account : nil
        case (.user(let arn), .user(let own)): arn == own ? .caller : nil
        case (.role(let arn), .session(_, let own)): arn == own ? .role : nil
        case (.session(let arn), .session(let own, _)): arn == own ? .caller : nil
        case (.user, _), (.role, _), (.session, _), (.foreign, _): nil
        }
    }
}

extension Selection<PolicyPrincipal> {
    /// How an `Allow` of these principals reaches a caller: in the best of the ways that its entries do.
    ///
    /// `NotPrincipal` reaches everyone whom none of its entries reaches, just as `*` would. (AWS no longer supports it
    /// with `Allow`, and there a `Deny` with it also needs the caller's account among its entries; here an entry covers
    /// exactly whom it would match as a `Principal`.)
    /// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
    func reach(_ caller: PolicyCaller) -> PolicyReach? {
        switch self {
        case .matching(let entries):
            var best: PolicyReach?
            for entry in entries {
                guard let reach = entry.reach(caller) else { continue }
                if reach == .caller { return reach }
                best = max(best ?? reach, reach)
            }
            return best
        case .notMatching(let entries): return entries.contains { $0.reach(caller) != nil } ? nil : .caller
        }
    }
}
