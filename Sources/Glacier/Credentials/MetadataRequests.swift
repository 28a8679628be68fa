extension ContainerRequest {
    /// The address of a container's metadata service; nil where the environment names none.
    ///
    /// - Throws: `ConfigurationError.Code.invalidSetting` for an address to which no token may be sent: it has to be
    ///   `https`, the machine itself, or one of the services that clouds have at fixed addresses.
    /// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
    init?(surroundings: ChainSurroundings) throws(ConfigurationError) {
        let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
        let url: String
        if let path = surroundings.variable(relative) {
            guard path.hasPrefix("/") else { throw Self.refusal(relative, "it does not begin with a slash") }
            (url, place) = ("http://\(Self.serviceAddress)\(path)", relative)
        } else if let text = surroundings.variable(full) {
            (url, place) = (text, full)
        } else {
            return nil
        }
        let base = url.prefix { $0 != "?" }
        guard let endpoint = ConfiguredEndpoint(String(base)), let start = base.firstRange(of: endpoint.authority)
        else {
            throw Self.refusal(place, "it is no URL")
        }
        guard endpoint.scheme == "https" || Self.isTrusted(endpoint.host) else {
            throw Self.refusal(place, "\(endpoint.authority) is neither reached by https nor a place of such a service")
        }
        let target = url[start.upperBound...]
        guard target.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !target.contains("#") else {
            throw Self.refusal(place, "it is no URL")
        }
        path = target.hasPrefix("/") ? String(target) : "/\(target)"
        self.endpoint = endpoint
        token = Self.token(in: surroundings)
    }

    private static let serviceAddress = "169.254.170.2"
    private static let services: Set<String> = [serviceAddress, "169.254.170.23", "fd00:ec2::23", "localhost"]

    private static func isTrusted(_ host: String) -> Bool {
        if services.contains(host.lowercased()) || host == "::1" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }

    private static func token(in surroundings: ChainSurroundings) -> Token {
        let name = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
        if let path = surroundings.variable("\(name)_FILE") { return .file(path: path) }
        return surroundings.variable(name) == nil ? .none : .variable(name: name)
    }

    private static func refusal(_ place: String, _ message: String) -> ConfigurationError {
        ConfigurationError(.invalidSetting, at: place, message)
    }
}

extension InstanceRequest {
    /// The address of the instance's metadata service; nil where it is switched off.
    ///
    /// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html
    init?(surroundings: ChainSurroundings, profile: Profile) throws(ConfigurationError) {
        if surroundings.variable("AWS_EC2_METADATA_DISABLED")?.lowercased() == "true" { return nil }
        let settings = Settings(surroundings: surroundings, profile: profile)
        let (endpoint, place) = try settings.endpoint()
        guard let address = ConfiguredEndpoint(endpoint) else {
            throw ConfigurationError(.invalidSetting, at: place, "\(endpoint) is no URL")
        }
        self.endpoint = address
        timeoutSeconds = Int64(try settings.count("metadata_service_timeout"))
        attempts = try settings.count("metadata_service_num_attempts")
    }

    /// Each can be a variable or a setting of the profile.
    private struct Settings {
        let surroundings: ChainSurroundings
        let profile: Profile

        func text(_ name: String) throws(ConfigurationError) -> (text: String, place: String)? {
            let variable = "AWS_\(name.uppercased())"
            if let text = surroundings.variable(variable) { return (text, variable) }
            return try profile.text(name).map { ($0, "\(name) of \(profile.place)") }
        }

        func endpoint() throws(ConfigurationError) -> (url: String, place: String) {
            if let (url, place) = try text("ec2_metadata_service_endpoint") { return (url, place) }
            let isSix: Bool
            if let (mode, place) = try text("ec2_metadata_service_endpoint_mode") {
                guard ["ipv4", "ipv6"].contains(mode.lowercased()) else {
                    throw ConfigurationError(.invalidSetting, at: place, "\(mode) is neither ipv4 nor ipv6")
                }
                isSix = mode.lowercased() == "ipv6"
            } else {
                isSix = try text("imds_use_ipv6")?.text.lowercased() == "true"
            }
            return (isSix ? "http://[fd00:ec2::254]" : "http://169.254.169.254", "EC2 instance")
        }

        /// A number from 1 on; 1 where none is given.
        func count(_ name: String) throws(ConfigurationError) -> Int {
            guard let (text, place) = try text(name) else { return 1 }
            guard let number = Int(text), (1...3600).contains(number) else {
                throw ConfigurationError(.invalidSetting, at: place, "\(text) is no number from 1 to 3600")
            }
            return number
        }
    }
}
