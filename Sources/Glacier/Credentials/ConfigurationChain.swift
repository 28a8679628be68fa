/// What a client is told by its caller, the environment and the files that the AWS tools share, in botocore's order of
/// precedence; `docs/credentials.md` has it as a table.
///
/// The files are read once, when the chain is made.
public struct ConfigurationChain: Sendable {
    let surroundings: ChainSurroundings
    let shared: SharedConfiguration
    /// The profile's name, `default` where nobody says another.
    let profileName: String
    /// Whether the caller named the profile: then keys of the environment do not count.
    let isProfileExplicit: Bool
    /// Who says which profile it is, for people.
    let profilePlace: String
    private let explicitRegion: String?
    private let explicitEndpoint: String?

    /// Reads the files.
    ///
    /// - Parameters:
    ///   - profile: instead of that of the environment. Keys of the environment do not count then.
    ///   - region: instead of that of the environment or the profile.
    ///   - endpoint: a URL, for Glacier alone, instead of that of the environment or the profile.
    ///   - surroundings: what the chain touches outside of itself.
    /// - Throws: `ConfigurationError`, when a file cannot be understood or there is no profile of the name.
    public init(
        profile: String? = nil,
        region: String? = nil,
        endpoint: String? = nil,
        surroundings: ChainSurroundings
    ) throws(ConfigurationError) {
        self.surroundings = surroundings
        shared = SharedConfiguration(
            config: try surroundings.file(named: "AWS_CONFIG_FILE", otherwise: "~/.aws/config"),
            credentials: try surroundings.file(named: "AWS_SHARED_CREDENTIALS_FILE", otherwise: "~/.aws/credentials")
        )
        (explicitRegion, explicitEndpoint) = (region, endpoint)
        isProfileExplicit = profile != nil
        let variable = ["AWS_DEFAULT_PROFILE", "AWS_PROFILE"].first { surroundings.variable($0) != nil }
        let named = profile ?? variable.flatMap(surroundings.variable)
        profileName = named ?? "default"
        profilePlace = profile == nil ? variable ?? "the usual one" : "the profile that was asked for"
        if let named, shared.profiles[named] == nil {
            throw ConfigurationError(
                .unknownProfile,
                at: profilePlace,
                "there is no profile \(named)",
                tried: [shared.configPath, shared.credentialsPath]
            )
        }
    }

    /// The profile's settings from both files; none where no file has it.
    var profile: Profile {
        shared.profiles[profileName] ?? Profile(name: profileName, place: "profile \(profileName)", settings: [:])
    }

    /// The region that requests are signed for.
    ///
    /// - Throws: `ConfigurationError.Code.noRegion`
    public func region() throws(ConfigurationError) -> String {
        if let (region, _) = try foundRegion() { return region }
        throw ConfigurationError(
            .noRegion,
            at: "region",
            "none is named",
            tried: ["AWS_REGION", "AWS_DEFAULT_REGION", "region of \(profile.place)"]
        )
    }

    /// The first region that is named, and where.
    func foundRegion() throws(ConfigurationError) -> (text: String, place: String)? {
        if let explicitRegion { return (explicitRegion, "the region that was asked for") }
        for name in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
            if let region = surroundings.variable(name) { return (region, name) }
        }
        return try profile.text("region").map { ($0, "region of \(profile.place)") }
    }

    /// Services whose endpoints can be configured.
    enum Service: String, Sendable {
        case glacier
        case sts
    }

    /// Where requests to Glacier go: what is configured, or AWS's own endpoint in the region.
    ///
    /// - Throws: `ConfigurationError` where there is neither, or a URL that cannot be understood.
    public func endpoint() throws(ConfigurationError) -> ConfiguredEndpoint { try endpoint(of: .glacier) }

    func endpoint(of service: Service) throws(ConfigurationError) -> ConfiguredEndpoint {
        if let (text, place) = try configuredEndpoint(of: service) {
            guard let endpoint = ConfiguredEndpoint(text) else {
                throw ConfigurationError(.invalidSetting, at: place, "\(text) is no URL of an endpoint")
            }
            return endpoint
        }
        let region = try region()
        guard let endpoint = ConfiguredEndpoint(service: service.rawValue, region: region) else {
            throw ConfigurationError(.invalidSetting, at: "region", "\(region) is no name of a region")
        }
        return endpoint
    }

    /// The first URL that is configured, and where.
    func configuredEndpoint(
        of service: Service
    ) throws(ConfigurationError) -> (text: String, place: String)? {
        if service == .glacier, let explicitEndpoint { return (explicitEndpoint, "the endpoint that was asked for") }
        let switchName = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"
        let ofProfile = try profile.text("ignore_configured_endpoint_urls")
        if (surroundings.variable(switchName) ?? ofProfile)?.lowercased() == "true" { return nil }
        for name in ["AWS_ENDPOINT_URL_\(service.rawValue.uppercased())", "AWS_ENDPOINT_URL"] {
            if let text = surroundings.variable(name) { return (text, name) }
        }
        if let found = try servicesEndpoint(of: service) { return found }
        guard let text = try profile.text("endpoint_url"), !text.isEmpty else { return nil }
        return (text, "endpoint_url of \(profile.place)")
    }

    /// `endpoint_url` in the service's table of the section that the profile's `services` names.
    private func servicesEndpoint(of service: Service) throws(ConfigurationError) -> (text: String, place: String)? {
        guard let name = try profile.text("services") else { return nil }
        let place = "[services \(name)] in \(shared.configPath)"
        guard let section = shared.services[name], !section.isEmpty else {
            throw ConfigurationError(.invalidSetting, at: profile.place, "services names \(place), which is not there")
        }
        switch section[service.rawValue] {
        case nil: return nil
        case .text: throw ConfigurationError(.invalidSetting, at: place, "\(service.rawValue) is not a table")
        case .table(let table):
            guard let text = table["endpoint_url"], !text.isEmpty else { return nil }
            return (text, "\(service.rawValue) in \(place)")
        }
    }
}

extension ChainSurroundings {
    /// Opens the file that a variable names, or the usual one.
    fileprivate func file(
        named name: String,
        otherwise usual: String
    ) throws(ConfigurationError) -> SharedConfiguration.File {
        let path = expanded(variable(name) ?? usual)
        do {
            return SharedConfiguration.File(path: path, document: try readFile(path).map(INIDocument.init(parsing:)))
        } catch let mistake as INIMistake {
            let place = mistake.line.map { "\(path), line \($0)" } ?? path
            throw ConfigurationError(.malformedFile, at: place, mistake.reason.rawValue)
        } catch {
            throw ConfigurationError(.malformedFile, at: path, "the file cannot be read")
        }
    }

    /// A path in which `~` at the beginning and variables, as `$NAME` and `${NAME}`, are replaced. A variable that is
    /// not there stays as it is written.
    private func expanded(_ path: String) -> String {
        var result = "", rest = path[...]
        while let start = rest.firstIndex(of: "$") {
            result += rest[..<start]
            rest = rest[start...]
            let isBraced = rest.dropFirst().first == "{"
            let name = rest.dropFirst(isBraced ? 2 : 1).prefix { character in
                isBraced
                    ? character != "}"
                    : character == "_" || (character.isASCII && (character.isLetter || character.isNumber))
            }
            let written = rest.prefix(name.count + (isBraced ? 3 : 1))
            let isWhole = !name.isEmpty && (!isBraced || written.last == "}")
            if isWhole, let value = environment[String(name)] {
                result += value
                rest = rest.dropFirst(written.count)
            } else {
                result += "$"
                rest = rest.dropFirst()
            }
        }
        result += rest
        return result == "~" || result.hasPrefix("~/") ? home + result.dropFirst() : result
    }
}
