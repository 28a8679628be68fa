import Foundation
import GlacierModel

/// What a client would go by, and where each setting comes from: for people who ask why a client does what it does.
///
/// Nothing is run and nobody is asked. No secret is ever part of it.
public struct ConfigurationReport: Sendable {
    /// One setting.
    public struct Entry: Hashable, Sendable {
        /// `profile`, `access_key`, `secret_key`, `region` or `endpoint`.
        public let name: String
        /// Nil where it is not set, or known only once somebody is asked; of keys at most the last four letters.
        public let value: String?
        /// Where it comes from: a variable, a file and its section, or what else gives it out. Nil where nothing does.
        public let place: String?
        /// What is wrong with it, in words; nil where nothing is.
        public let problem: String?
    }

    /// In the order in which people read them.
    public let entries: [Entry]

    /// Reads the files that the environment names, or the usual ones.
    ///
    /// - Parameters:
    ///   - environment: of the process.
    ///   - profile: instead of that of the environment.
    ///   - region: instead of that of the environment or the profile.
    ///   - endpoint: instead of that of the environment or the profile.
    /// - Throws: `ConfigurationError`, when a file cannot be understood or there is no profile of the name.
    public init(
        environment: [String: String],
        profile: String? = nil,
        region: String? = nil,
        endpoint: String? = nil
    ) throws(ConfigurationError) {
        let chain = try ConfigurationChain(
            profile: profile,
            region: region,
            endpoint: endpoint,
            surroundings: .filesAlone(environment: environment)
        )
        entries =
            [Entry(name: "profile", value: chain.profileName, place: chain.profilePlace, problem: nil)]
            + Self.keys(chain)
            + [Self.entry("region", chain.foundRegion), Self.entry("endpoint", chain.reportedEndpoint)]
    }

    /// The names of all profiles in the files that the environment names, or the usual ones, in order.
    ///
    /// - Throws: `ConfigurationError`, when a file cannot be understood.
    public static func profileNames(environment: [String: String]) throws(ConfigurationError) -> [String] {
        var environment = environment
        // Whether the one that they name is there is not the question.
        for name in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"] { environment[name] = nil }
        return try ConfigurationChain(surroundings: .filesAlone(environment: environment)).shared.profiles.keys.sorted()
    }

    private static func keys(_ chain: ConfigurationChain) -> [Entry] {
        var planner = CredentialPlanner(chain)
        do throws(ConfigurationError) {
            let plan = try planner.plan()
            guard case .keys(let credentials, let place) = plan else {
                return ["access_key", "secret_key"].map { Entry(name: $0, value: nil, place: plan.place, problem: nil) }
            }
            let stars = String(repeating: "*", count: 16)
            let id = stars + credentials.accessKeyID.suffix(credentials.accessKeyID.count < 16 ? 0 : 4)
            return [
                Entry(name: "access_key", value: id, place: place, problem: nil),
                Entry(name: "secret_key", value: stars, place: place, problem: nil),
            ]
        } catch {
            let problem = error.code == .noCredentials ? nil : "\(error.place): \(error.message)"
            return ["access_key", "secret_key"].map { Entry(name: $0, value: nil, place: nil, problem: problem) }
        }
    }

    private static func entry(
        _ name: String,
        _ find: () throws(ConfigurationError) -> (text: String, place: String)?
    ) -> Entry {
        do throws(ConfigurationError) {
            let found = try find()
            return Entry(name: name, value: found?.text, place: found?.place, problem: nil)
        } catch {
            return Entry(name: name, value: nil, place: error.place, problem: error.message)
        }
    }
}

extension ConfigurationChain {
    /// The URL that requests go to, and what says so.
    fileprivate func reportedEndpoint() throws(ConfigurationError) -> (text: String, place: String)? {
        if let configured = try configuredEndpoint(of: .glacier) {
            return ("\(try endpoint())", configured.place)
        }
        guard try foundRegion() != nil else { return nil }
        return ("\(try endpoint())", "AWS's own in the region")
    }
}

extension CredentialPlan {
    /// Who gives the credentials out, for people.
    fileprivate var place: String {
        switch self {
        case .keys(_, let place): place
        case .process(_, let place): "credential_process of \(place)"
        case .role(let role, let source): "\(role.arn) of \(role.place), with the keys of \(source.place)"
        case .container(let request): "container at \(request.endpoint), by \(request.place)"
        case .instance(let request, _): "EC2 instance at \(request.endpoint), if there is one"
        }
    }
}

extension ChainSurroundings {
    /// The machine's files, and neither programs nor a network.
    static func filesAlone(environment: [String: String]) -> ChainSurroundings {
        let refuse = ConfigurationError(.unreachable, at: "credentials", "nobody is asked here")
        return ChainSurroundings(
            environment: environment,
            home: environment["HOME"] ?? FileManager.default.homeDirectoryForCurrentUser.path,
            readFile: readWholeFile,
            run: { _ in throw refuse },
            send: { _, _, _ in throw refuse },
            time: .ofThisMachine
        )
    }
}
