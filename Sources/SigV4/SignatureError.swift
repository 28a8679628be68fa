/// Why a request is not accepted as signed.
///
/// Descriptions of a value name the case alone, because the texts of a mismatch may carry a session token; the whole
/// text for the sender is ``message``.
public enum SignatureError: Error, Equatable, Sendable {
    /// The request carries no credentials at all.
    case missing
    /// A part of the signature is absent, doubled or malformed; the text says which.
    case incomplete(String)
    /// The signature is not the one of this request under this secret. Both texts are what the specification demands,
    /// for the sender to compare with his own.
    case mismatch(canonicalRequest: String, stringToSign: String)
    /// Signed before the earliest moment accepted.
    case expired(signed: SigningInstant, limit: SigningInstant, now: SigningInstant)
    /// Signed after the latest moment accepted.
    case notYetCurrent(signed: SigningInstant, limit: SigningInstant, now: SigningInstant)
    /// The scope names this region, which is not the server's.
    case wrongRegion(String)
    /// The day, the service or the terminator of the scope is wrong; the text says which.
    case wrongScope(String)
    /// The body has another hash than the signed one.
    case payloadMismatch(computed: String, declared: String)
    /// Signed in a way that cannot be accepted; the text says why.
    case invalid(String)

    /// The three answers there are to a bad signature.
    public enum Code: Hashable, Sendable {
        /// No credentials: HTTP 400.
        case missingAuthenticationToken
        /// Credentials that cannot be read: HTTP 400.
        case incompleteSignature
        /// Credentials that were read and are wrong: HTTP 403.
        case invalidSignature
    }

    /// Which answer this error calls for.
    public var code: Code {
        switch self {
        case .missing: .missingAuthenticationToken
        case .incomplete: .incompleteSignature
        case .mismatch, .expired, .notYetCurrent, .wrongRegion, .wrongScope, .payloadMismatch, .invalid:
            .invalidSignature
        }
    }

    /// The text for the sender. That of a mismatch repeats his signed headers: do not log it.
    public var message: String {
        switch self {
        case .missing:
            "Missing Authentication Token"
        case .incomplete(let text), .wrongScope(let text), .invalid(let text):
            text
        case .mismatch(let canonicalRequest, let stringToSign):
            mismatchText(canonicalRequest: canonicalRequest, stringToSign: stringToSign)
        case .expired(let signed, let limit, let now):
            "Signature expired: \(signed.basic) is now earlier than \(limit.basic) "
                + "(\(now.basic) - \(durationText(now.seconds(since: limit))))"
        case .notYetCurrent(let signed, let limit, let now):
            "Signature not yet current: \(signed.basic) is still later than \(limit.basic) "
                + "(\(now.basic) + \(durationText(limit.seconds(since: now))))"
        case .wrongRegion(let region):
            "Credential should be scoped to a valid region, not '\(region)'."
        case .payloadMismatch(let computed, let declared):
            "The value passed in as x-amz-content-sha256 does not match the computed payload hash. "
                + "Computed digest: \(computed) expected hash: \(declared)"
        }
    }
}

extension SignatureError: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The name of the case.
    public var description: String {
        switch self {
        case .missing: "SignatureError.missing"
        case .incomplete: "SignatureError.incomplete"
        case .mismatch: "SignatureError.mismatch"
        case .expired: "SignatureError.expired"
        case .notYetCurrent: "SignatureError.notYetCurrent"
        case .wrongRegion: "SignatureError.wrongRegion"
        case .wrongScope: "SignatureError.wrongScope"
        case .payloadMismatch: "SignatureError.payloadMismatch"
        case .invalid: "SignatureError.invalid"
        }
    }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Has no children.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

private func mismatchText(canonicalRequest: String, stringToSign: String) -> String {
    """
    The request signature we calculated does not match the signature you provided. \
    Check your AWS Secret Access Key and signing method. Consult the service documentation for details.

    The Canonical String for this request should have been
    '\(canonicalRequest)'

    The String-to-Sign should have been
    '\(stringToSign)'

    """
}

/// Whole minutes where the duration has them: `15 min.`, else `90 sec.`
private func durationText(_ seconds: Int64) -> String {
    seconds.isMultiple(of: 60) ? "\(seconds / 60) min." : "\(seconds) sec."
}
