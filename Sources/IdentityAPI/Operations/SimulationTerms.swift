package import GlacierModel

/// Requests that nobody has sent: who would do what to which resources, and what conditions would find.
package struct SimulationTerms: Sendable {
    package let actions: [SimulatedAction]
    /// ARNs, or `*`.
    package let resources: [String]
    /// Of each of the resources; nil for none.
    package let resourcePolicy: PolicyDocumentText?
    /// Whose the resources are whose ARN does not say it.
    package let resourceOwner: AccountID?
    /// The user who asks; nil for whoever has the policies.
    package let caller: IdentityARN?
    package let context: [SimulatedKey]
    /// In the place of the boundary that there is.
    package let boundary: PolicyDocumentText?
    package let page: IdentityPageRequest

    init(_ request: inout IdentityRequest) throws(IdentityError) {
        actions = try request.members("ActionNames", most: .max, SimulatedAction.init(_:)) ?? []
        guard !actions.isEmpty else { throw .missingParameter("ActionNames") }
        let resources = try request.members("ResourceArns", most: .max, Self.resource) ?? []
        self.resources = resources.isEmpty ? ["*"] : resources
        resourcePolicy = try request.value("ResourcePolicy", PolicyDocumentText.init(_:))
        resourceOwner = try request.value("ResourceOwner", Self.account)
        caller = try request.value("CallerArn") { (text) throws(IdentityValueError) in
            try IdentityARN(text, of: [.user])
        }
        context = try Self.keys(&request)
        boundary = try request.policies("PermissionsBoundaryPolicyInputList", most: 1).first
        page = try request.page()
    }

    /// Any text that the ARN of a resource could be.
    private static func resource(_ text: String) throws(IdentityValueError) -> String {
        guard !text.isEmpty else { throw .tooShort(minimum: resourceLength.lowerBound) }
        guard text.utf16.count <= resourceLength.upperBound else { throw .tooLong(maximum: resourceLength.upperBound) }
        return text
    }

    private static let resourceLength = 1...2048

    /// The 12 digits of an account, or the ARN of its root.
    private static func account(_ text: String) throws(IdentityValueError) -> AccountID {
        let fields = text.split(separator: ":", omittingEmptySubsequences: false)
        let isARN = fields.count == 6 && fields[0] == "arn" && fields[2] == "iam" && fields[5] == "root"
        do {
            return try AccountID(isARN ? String(fields[4]) : text)
        } catch {
            throw .malformed(.accountID)
        }
    }

    private static func keys(_ request: inout IdentityRequest) throws(IdentityError) -> [SimulatedKey] {
        var keys: [SimulatedKey] = []
        while let name = request.text("ContextEntries.member.\(keys.count + 1).ContextKeyName") {
            let entry = "ContextEntries.member.\(keys.count + 1)"
            guard let type = try request.value("\(entry).ContextKeyType", SimulatedKey.ValueType.init(_:)) else {
                throw .missingParameter("\(entry).ContextKeyType")
            }
            let values = try request.members("\(entry).ContextKeyValues", most: .max) { $0 } ?? []
            do {
                keys.append(try SimulatedKey(name: name, values: values, type))
            } catch {
                throw .invalidParameter("\(entry).ContextKeyValues", value: values.joined(separator: ", "), error)
            }
        }
        if keys.isEmpty { _ = request.text("ContextEntries") }
        return keys
    }
}

/// An action as simulations name it: `service:Name`, without wildcards.
package struct SimulatedAction: Hashable, Sendable {
    package let text: String

    private static let length = 3...128

    init(_ text: String) throws(IdentityValueError) {
        guard Self.length.contains(text.utf8.count) else { throw .malformed(.action) }
        let halves = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard halves.count == 2, halves.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Self.allows) }) else {
            throw .malformed(.action)
        }
        self.text = text
    }

    private static func allows(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

/// The value or values that a condition key has in simulated requests.
package struct SimulatedKey: Hashable, Sendable {
    /// Whether the key is one that can have several.
    package enum Values: Hashable, Sendable {
        case single(String)
        case several([String])
    }

    /// What the values are is for the policies' operators to say; a request only tells lists from the rest.
    enum ValueType: Hashable, Sendable {
        case single
        case list

        private static let words = ["string", "numeric", "boolean", "ip", "binary", "date"]

        init(_ text: String) throws(IdentityValueError) {
            if Self.words.contains(text) {
                self = .single
            } else if Self.words.contains(where: { "\($0)List" == text }) {
                self = .list
            } else {
                throw .notOneOf(Self.words.flatMap { [$0, "\($0)List"] })
            }
        }
    }

    package let name: String
    package let values: Values

    private static let length = 1...256

    init(name: String, values: [String], _ type: ValueType) throws(IdentityValueError) {
        guard Self.length.contains(name.utf8.count) else { throw .malformed(.contextKey) }
        self.name = name
        switch (type, values.first) {
        case (.list, _): self.values = .several(values)
        case (.single, let value?) where values.count == 1: self.values = .single(value)
        case (.single, _): throw .malformed(.contextKey)
        }
    }
}

extension IdentityRequest {
    /// A list of policies; empty where there is none.
    mutating func policies(_ name: String, most: Int) throws(IdentityError) -> [PolicyDocumentText] {
        try members(name, most: most, PolicyDocumentText.init(_:)) ?? []
    }
}
