/// An entry of `Action` or `NotAction`: `*`, or a service and a pattern of the names of its actions. Case does not
/// matter.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
public struct ActionPattern: Hashable, Sendable {
    private enum Form: Hashable, Sendable {
        case everything
        /// Both in lower case.
        case named(service: String, name: WildcardPattern)
    }

    private let form: Form

    init(_ text: String) throws(PolicyError.Reason) {
        guard !text.isEmpty else { throw .empty }
        guard text != "*" else {
            form = .everything
            return
        }
        let parts = ASCIICase.lowered(text).utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].allSatisfy(Self.isServiceCharacter), !parts[1].isEmpty,
            parts[1].allSatisfy(Self.isNameCharacter)
        else { throw .malformedAction }
        let name = try PolicyText(String(Substring(parts[1])), wildcards: true, variables: false)
        form = .named(service: String(Substring(parts[0])), name: WildcardPattern(name))
    }

    /// Whether it is `*`: every action of every service.
    var isEverything: Bool { form == .everything }

    /// Whether it speaks of this service by name; the service in lower case.
    func names(service: String) -> Bool {
        guard case .named(let named, _) = form else { return false }
        return named == service
    }

    /// Whether an action is among those meant.
    func matches(_ action: ActionName) -> Bool {
        guard case .named(let service, let pattern) = form else { return true }
        return service == action.service && pattern.matches(action.name.utf8)
    }

    private static func isServiceCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }

    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: isServiceCharacter(byte)
        }
    }
}

/// One action of one service, in lower case.
struct ActionName: Hashable, Sendable {
    let service: String
    let name: String

    init(service: String, name: String) {
        self.service = ASCIICase.lowered(service)
        self.name = ASCIICase.lowered(name)
    }
}
