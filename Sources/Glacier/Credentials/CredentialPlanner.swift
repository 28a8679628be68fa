/// Goes through the places that may have credentials, in botocore's order; the first that has some decides, and what is
/// wrong there is an error, not a reason to go on.
struct CredentialPlanner {
    private let chain: ConfigurationChain
    private var tried: [String] = []
    /// The profiles on the way to the source of a role's credentials.
    private var visited: [String]

    init(_ chain: ConfigurationChain) {
        self.chain = chain
        visited = [chain.profileName]
    }

    /// - Throws: `ConfigurationError`, with all that was tried.
    mutating func plan() throws(ConfigurationError) -> CredentialPlan {
        do throws(ConfigurationError) {
            return try choose()
        } catch {
            throw ConfigurationError(error.code, at: error.place, error.message, tried: error.tried + tried)
        }
    }

    private mutating func choose() throws(ConfigurationError) -> CredentialPlan {
        if chain.isProfileExplicit {
            tried.append("environment: passed over, a profile was asked for")
        } else if let credentials = try environmentKeys() {
            return .keys(credentials, place: "environment")
        } else {
            tried.append("environment: no AWS_ACCESS_KEY_ID")
        }
        let profile = chain.profile
        if Self.assumesRole(profile) { return try role(of: profile) }
        tried.append("\(profile.place): no role_arn")
        if !chain.isProfileExplicit { try refuseVariable("AWS_WEB_IDENTITY_TOKEN_FILE") }
        if let plan = try profilePlan(profile) { return plan }
        try refuseVariable("AWS_CREDENTIAL_FILE")
        try refuseVariable("BOTO_CONFIG")
        if let request = try containerRequest() { return .container(request) }
        tried.append("container: no AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and no AWS_CONTAINER_CREDENTIALS_FULL_URI")
        if let request = try instanceRequest() { return .instance(request, tried: tried) }
        tried.append("EC2 instance: AWS_EC2_METADATA_DISABLED is true")
        throw ConfigurationError(.noCredentials, at: "credentials", "there are none")
    }

    // MARK: Keys that are written down

    private func environmentKeys() throws(ConfigurationError) -> Credentials? {
        let surroundings = chain.surroundings
        guard let key = surroundings.variable("AWS_ACCESS_KEY_ID") else { return nil }
        guard let secret = surroundings.variable("AWS_SECRET_ACCESS_KEY") else {
            throw ConfigurationError(
                .incomplete,
                at: "environment",
                "AWS_ACCESS_KEY_ID is there, AWS_SECRET_ACCESS_KEY is not"
            )
        }
        let name = "AWS_CREDENTIAL_EXPIRATION"
        let end = try surroundings.variable(name).map { text throws(ConfigurationError) in
            try ChainAnswers.moment(text, at: name)
        }
        return Credentials(
            accessKeyID: key,
            secretAccessKey: secret,
            sessionToken: surroundings.variable("AWS_SECURITY_TOKEN") ?? surroundings.variable("AWS_SESSION_TOKEN"),
            expiration: end
        )
    }

    private static func keys(of profile: Profile) throws(ConfigurationError) -> CredentialPlan? {
        guard let key = try profile.text("aws_access_key_id") else { return nil }
        guard let secret = try profile.text("aws_secret_access_key") else {
            throw ConfigurationError(
                .incomplete,
                at: profile.place,
                "aws_access_key_id is there, aws_secret_access_key is not"
            )
        }
        let older = try profile.text("aws_security_token"), token = try profile.text("aws_session_token")
        let credentials = Credentials(accessKeyID: key, secretAccessKey: secret, sessionToken: older ?? token)
        return .keys(credentials, place: profile.place)
    }

    // MARK: Profiles

    /// What a profile has by itself, without the role that it may assume.
    private mutating func profilePlan(_ profile: Profile) throws(ConfigurationError) -> CredentialPlan? {
        try refuseSettings(["web_identity_token_file", "sso_role_name", "sso_account_id"], of: profile)
        if let own = chain.shared.credentialsProfiles[profile.name], let plan = try Self.keys(of: own) { return plan }
        tried.append("profile \(profile.name) in \(chain.shared.credentialsPath): no aws_access_key_id")
        try refuseSettings(["login_session"], of: profile)
        if let command = try profile.text("credential_process") {
            return .process(command: try Self.words(of: command, profile), place: profile.place)
        }
        tried.append("\(profile.place): no credential_process")
        if let own = chain.shared.configProfiles[profile.name], let plan = try Self.keys(of: own) { return plan }
        tried.append("profile \(profile.name) in \(chain.shared.configPath): no aws_access_key_id")
        return nil
    }

    /// The command itself stays out of errors: it may have secrets in it.
    private static func words(of command: String, _ profile: Profile) throws(ConfigurationError) -> [String] {
        guard let words = ShellWords.split(command), !words.isEmpty else {
            throw ConfigurationError(.invalidSetting, at: profile.place, "credential_process is no command")
        }
        return words
    }

    /// A profile with a token of a web identity assumes its role in another way.
    private static func assumesRole(_ profile: Profile) -> Bool {
        profile.has("role_arn") && !profile.has("web_identity_token_file")
    }

    private static func hasKeys(_ profile: Profile) -> Bool {
        profile.has("aws_access_key_id") || profile.has("aws_secret_access_key")
    }

    // MARK: Roles

    private mutating func role(of profile: Profile) throws(ConfigurationError) -> CredentialPlan {
        guard let arn = try profile.text("role_arn") else {
            throw ConfigurationError(.incomplete, at: profile.place, "role_arn is not there")
        }
        try refuseSettings(["mfa_serial"], of: profile)
        let request = RoleRequest(
            arn: arn,
            sessionName: try profile.text("role_session_name"),
            externalID: try profile.text("external_id"),
            duration: try Self.duration(profile),
            place: profile.place
        )
        switch (try profile.text("source_profile"), try profile.text("credential_source")) {
        case (let name?, nil): return .role(request, source: try source(named: name, by: profile))
        case (nil, let name?): return .role(request, source: try namedSource(name, profile))
        case (nil, nil):
            throw ConfigurationError(
                .incomplete,
                at: profile.place,
                "role_arn is there, but neither source_profile nor credential_source"
            )
        case (_?, _?):
            throw ConfigurationError(
                .invalidSetting,
                at: profile.place,
                "source_profile and credential_source are both there"
            )
        }
    }

    private static func duration(_ profile: Profile) throws(ConfigurationError) -> Int? {
        guard let text = try profile.text("duration_seconds") else { return nil }
        guard let seconds = Int(text), seconds > 0 else {
            throw ConfigurationError(
                .invalidSetting,
                at: profile.place,
                "duration_seconds is no number of seconds"
            )
        }
        return seconds
    }

    private mutating func source(
        named name: String,
        by profile: Profile
    ) throws(ConfigurationError) -> CredentialPlan {
        guard let source = chain.shared.profiles[name] else {
            throw ConfigurationError(
                .unknownProfile,
                at: profile.place,
                "source_profile names \(name), which is no profile"
            )
        }
        // A profile may name itself, to say that the role is assumed with its own keys.
        if visited.contains(name), name != profile.name || !Self.hasKeys(source) {
            let circle = (visited + [name]).joined(separator: ", ")
            throw ConfigurationError(.sourceCycle, at: profile.place, "source_profile leads back: \(circle)")
        }
        visited.append(name)
        if Self.assumesRole(source), !Self.hasKeys(source) { return try role(of: source) }
        guard let plan = try profilePlan(source) else {
            throw ConfigurationError(
                .noCredentials,
                at: source.place,
                "the profile has no credentials, but is the source_profile of \(profile.name)"
            )
        }
        return plan
    }

    private func namedSource(_ name: String, _ profile: Profile) throws(ConfigurationError) -> CredentialPlan {
        switch name {
        case "Environment":
            if let credentials = try environmentKeys() { return .keys(credentials, place: "environment") }
        case "EcsContainer":
            if let request = try containerRequest() { return .container(request) }
        case "Ec2InstanceMetadata":
            if let request = try instanceRequest() { return .instance(request, tried: []) }
        default:
            throw ConfigurationError(.invalidSetting, at: profile.place, "credential_source \(name) is not known")
        }
        throw ConfigurationError(.noCredentials, at: profile.place, "there are no credentials from \(name)")
    }

    // MARK: Services of metadata

    private func containerRequest() throws(ConfigurationError) -> ContainerRequest? {
        try ContainerRequest(surroundings: chain.surroundings)
    }

    private func instanceRequest() throws(ConfigurationError) -> InstanceRequest? {
        try InstanceRequest(surroundings: chain.surroundings, profile: chain.profile)
    }

    // MARK: What this client does not do

    private func refuseVariable(_ name: String) throws(ConfigurationError) {
        guard chain.surroundings.variable(name) != nil else { return }
        throw ConfigurationError(.unsupportedSetting, at: name, "this client does not get credentials in this way")
    }

    private func refuseSettings(_ names: [String], of profile: Profile) throws(ConfigurationError) {
        for name in names where profile.has(name) {
            throw ConfigurationError(
                .unsupportedSetting,
                at: profile.place,
                "this client does not get credentials by \(name)"
            )
        }
    }
}
