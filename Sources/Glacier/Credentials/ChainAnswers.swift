import GlacierModel
import JSONText

/// Reads what is said by those who give out credentials.
enum ChainAnswers {
    /// A moment as ISO 8601 has it.
    static func moment(_ text: String, at place: String) throws(ConfigurationError) -> Timestamp {
        guard let moment = Timestamp(iso8601: text) else {
            throw ConfigurationError(.invalidSetting, at: place, "the time at which the credentials end is no time")
        }
        return moment
    }

    /// The document of a metadata service. Its token and end are always there.
    static func metadata(_ body: [UInt8], from place: String) throws(ConfigurationError) -> Credentials {
        let members = try object(body, from: place)
        return Credentials(
            accessKeyID: try text("AccessKeyId", members, place),
            secretAccessKey: try text("SecretAccessKey", members, place),
            sessionToken: try text("Token", members, place),
            expiration: try end(try text("Expiration", members, place), place)
        )
    }

    /// What a program prints that is named as `credential_process`.
    ///
    /// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
    static func process(_ output: [UInt8], from place: String) throws(ConfigurationError) -> Credentials {
        let members = try object(output, from: place)
        guard members["Version"] == .number("1") else { throw refusal(place, "its Version is not 1") }
        return Credentials(
            accessKeyID: try text("AccessKeyId", members, place),
            secretAccessKey: try text("SecretAccessKey", members, place),
            sessionToken: try optionalText("SessionToken", members, place),
            expiration: try optionalText("Expiration", members, place).map { text throws(ConfigurationError) in
                try end(text, place)
            }
        )
    }

    /// The answer of STS to `AssumeRole`.
    ///
    /// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    static func role(_ answer: ChainSurroundings.Answer, from place: String) throws(ConfigurationError) -> Credentials {
        let elements = XMLTexts(parsing: answer.body)
        guard answer.status == 200 else {
            let code = elements?["ErrorResponse/Error/Code"] ?? "no code"
            let message = elements?["ErrorResponse/Error/Message"] ?? "no message"
            throw refusal(place, "the role is refused with status \(answer.status), \(code): \(message)")
        }
        let path = "AssumeRoleResponse/AssumeRoleResult/Credentials"
        guard let elements, let key = elements["\(path)/AccessKeyId"], let token = elements["\(path)/SessionToken"],
            let secret = elements["\(path)/SecretAccessKey"], let expiration = elements["\(path)/Expiration"]
        else { throw refusal(place, "the answer has no credentials") }
        return Credentials(
            accessKeyID: key,
            secretAccessKey: secret,
            sessionToken: token,
            expiration: try end(expiration, place)
        )
    }

    private static func end(_ text: String, _ place: String) throws(ConfigurationError) -> Timestamp {
        guard let moment = Timestamp(iso8601: text) else { throw refusal(place, "its Expiration is no time") }
        return moment
    }

    private static func object(
        _ bytes: [UInt8],
        from place: String
    ) throws(ConfigurationError) -> [String: JSONValue] {
        guard case .object(let members)? = JSONValue(parsing: bytes) else {
            throw refusal(place, "it said no JSON object")
        }
        return members
    }

    private static func text(
        _ name: String,
        _ members: [String: JSONValue],
        _ place: String
    ) throws(ConfigurationError) -> String {
        guard let text = try optionalText(name, members, place) else { throw refusal(place, "it said no \(name)") }
        return text
    }

    private static func optionalText(
        _ name: String,
        _ members: [String: JSONValue],
        _ place: String
    ) throws(ConfigurationError) -> String? {
        switch members[name] {
        case .string(let text): return text
        case .null, nil: return nil
        case .bool, .number, .array, .object: throw refusal(place, "its \(name) is no text")
        }
    }

    private static func refusal(_ place: String, _ message: String) -> ConfigurationError {
        ConfigurationError(.refused, at: place, message)
    }
}
