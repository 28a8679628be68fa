/// The fields of an ARN: what stands between its first five colons, and the rest.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
struct ARNText: Hashable, Sendable {
    static let fieldCount = 6

    /// Bytes of UTF-8. Six of them; fewer in a text that is no ARN, which no pattern matches.
    let fields: [ArraySlice<UInt8>]
    /// The fields and the colons between them.
    let bytes: [UInt8]

    init(_ text: String) {
        bytes = Array(text.utf8)
        fields = bytes.split(
            separator: UInt8(ascii: ":"),
            maxSplits: Self.fieldCount - 1,
            omittingEmptySubsequences: false
        )
    }
}

/// Six patterns that are matched field by field: a `*` does not cross into the next field.
///
/// The colons of variables do not separate fields, nor do those of their values.
struct ARNPattern: Hashable, Sendable {
    let fields: [TextPattern]
    /// What every ARN that is matched begins with: most others are told apart by it. Bytes of UTF-8.
    private let beginning: [UInt8]
    /// How many fields, and how many bytes with the colons behind them, are compared with that.
    private let settledFields: Int
    private let settledBytes: Int

    /// Takes all six fields. Nil when one is missing, when it cannot begin with `arn`, or when partition, service or
    /// resource are empty.
    init?(_ text: PolicyText) {
        let fields = text.fields(atMost: ARNText.fieldCount)
        guard fields.count == ARNText.fieldCount else { return nil }
        self.init(fields: fields)
    }

    /// Fills what is missing of the six fields with `*`. Nil for the other reasons of `init(_:)`.
    init?(filling text: PolicyText) {
        let fields = text.fields(atMost: ARNText.fieldCount)
        let missing = ARNText.fieldCount - fields.count
        self.init(fields: fields + Array(repeating: PolicyText.anything, count: missing))
    }

    /// All ARNs there are.
    static let anything = ARNPattern(checked: Array(repeating: .anything, count: ARNText.fieldCount))

    private init?(fields: [PolicyText]) {
        let neverEmpty = [1, 2, 5]
        guard !fields[0].hasVariables, TextPattern(fields[0]).canMatch("arn".utf8),
            neverEmpty.allSatisfy({ !fields[$0].pieces.isEmpty })
        else { return nil }
        self.init(checked: fields)
    }

    private init(checked fields: [PolicyText]) {
        self.fields = fields.map(TextPattern.init)
        var beginning: [UInt8] = [], settled = (fields: 0, bytes: 0)
        for field in fields {
            if case .literal(let bytes)? = field.pieces.first { beginning += bytes }
            guard field.isLiteral, settled.fields < fields.count - 1 else { break }
            beginning.append(UInt8(ascii: ":"))
            settled = (settled.fields + 1, beginning.count)
        }
        self.beginning = beginning
        settledFields = settled.fields
        settledBytes = settled.bytes
    }

    /// Whether there are values of the variables with which an ARN is matched.
    func canMatch(_ arn: ARNText) -> Bool {
        arn.fields.count == fields.count && zip(fields, arn.fields).allSatisfy { $0.canMatch($1) }
    }

    /// Whether an ARN is matched with the values that the variables have in a request.
    func matches(_ arn: ARNText, in context: ConditionContext) -> Bool {
        arn.bytes.starts(with: beginning) && arn.fields.count == fields.count
            && (settledFields..<fields.count).allSatisfy { fields[$0].matches(arn.fields[$0], in: context) }
    }

    /// The same for a text that is used once, and so is not taken apart before.
    func matches(_ arn: String, in context: ConditionContext) -> Bool {
        guard arn.utf8.starts(with: beginning) else { return false }
        var rest = arn.utf8.dropFirst(settledBytes)
        for field in fields[settledFields...].dropLast() {
            guard let colon = rest.firstIndex(of: UInt8(ascii: ":")), field.matches(rest[..<colon], in: context) else {
                return false
            }
            rest = rest[rest.index(after: colon)...]
        }
        return fields.last?.matches(rest, in: context) ?? false
    }
}
