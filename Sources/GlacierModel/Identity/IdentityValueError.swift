/// Why a text or a number is not the value it should be. It says nothing of where it came from.
package enum IdentityValueError: Error, Hashable, Sendable {
    /// Fewer characters than this.
    case tooShort(minimum: Int)
    /// More characters than this.
    case tooLong(maximum: Int)
    /// A number below this.
    case tooSmall(minimum: Int)
    /// A number above this.
    case tooLarge(maximum: Int)
    case notOneOf([String])
    case malformed(Form)

    /// What the text should have been.
    package enum Form: Hashable, Sendable {
        case name
        case path
        case pathPrefix
        case policyARN
        /// Of an identity of one of these kinds.
        case identityARN([IdentityKind])
        case externalID
        case contextKey
        case action
        case accountID
        case policyVersion
        case policyDocument
        case accessKeyID
        case tagKey
        case tagValue
        case description
        case number
        case boolean
        case marker
        case uniqueID
    }
}

/// Checks of texts that several values share.
enum IdentityText {
    /// Characters are counted as UTF-16 units, as production does.
    static func checkLength(_ text: String, _ bounds: ClosedRange<Int>) throws(IdentityValueError) {
        let count = text.utf16.count
        guard count >= bounds.lowerBound else { throw .tooShort(minimum: bounds.lowerBound) }
        guard count <= bounds.upperBound else { throw .tooLong(maximum: bounds.upperBound) }
    }

    /// Letters and digits of ASCII and `_+=,.@-`.
    ///
    /// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    static func isName(_ byte: UInt8) -> Bool { isLetterOrDigit(byte) || "_+=,.@-".utf8.contains(byte) }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
