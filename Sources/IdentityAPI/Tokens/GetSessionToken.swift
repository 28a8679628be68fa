import GlacierModel

/// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
package enum GetSessionToken: TokenContract {
    package struct Input: Sendable {
        package let seconds: Int
    }

    package static func input(from request: inout TokenRequest) throws -> Input {
        try request.refuseDevice()
        return Input(
            seconds: try request.duration(SessionLimits.userSeconds) ?? SessionLimits.standardUserSeconds
        )
    }

    package static func write(_ output: TemporaryCredentials, to xml: inout XMLWriter) { xml.credentials(output) }
}
