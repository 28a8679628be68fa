package import GlacierModel

/// Managed session policies, session tags and source identities are not supported, and refused.
///
/// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
package enum AssumeRole: TokenContract {
    package struct Input: Sendable {
        package let role: IdentityARN
        package let sessionName: RoleSessionName
        /// Nil where the request has none.
        package let seconds: Int?
        package let policy: SessionPolicyText?
        package let externalID: ExternalID?
    }

    package struct Output: Sendable {
        let credentials: TemporaryCredentials
        /// `{role's unique id}:{session's name}`
        let sessionID: String
        let sessionARN: String
        /// In percent of what there is room for; nil without a session policy.
        let policySize: Int?

        package init(credentials: TemporaryCredentials, sessionID: String, sessionARN: String, policySize: Int?) {
            self.credentials = credentials
            self.sessionID = sessionID
            self.sessionARN = sessionARN
            self.policySize = policySize
        }
    }

    package static func input(from request: inout TokenRequest) throws -> Input {
        try request.refuseDevice()
        return Input(
            role: try request.required("RoleArn") { (text) throws(IdentityValueError) in
                try IdentityARN(text, of: [.role])
            },
            sessionName: try request.required("RoleSessionName", RoleSessionName.init(_:)),
            seconds: try request.duration(SessionLimits.roleSeconds),
            policy: try request.value("Policy", SessionPolicyText.init(_:)),
            externalID: try request.value("ExternalId", ExternalID.init(_:))
        )
    }

    package static func write(_ output: Output, to xml: inout XMLWriter) {
        xml.credentials(output.credentials)
        xml.element("AssumedRoleUser") { xml in
            xml.element("AssumedRoleId", output.sessionID)
            xml.element("Arn", output.sessionARN)
        }
        xml.element("PackedPolicySize", ifPresent: output.policySize.map(String.init))
    }
}
