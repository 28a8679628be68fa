import ArgumentParser
import Foundation
import Glacier
import JSONText

/// `firn configure`: keys, region and endpoint, in the files that the AWS tools share.
struct ConfigureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "configure",
        abstract: "Write keys, region and endpoint of a profile, or list where they come from.",
        subcommands: [ConfigureSet.self, ConfigureList.self],
        defaultSubcommand: ConfigureSet.self
    )
}

/// `firn configure set`, and `firn configure` without a further word.
struct ConfigureSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Write a profile as `aws configure` does.",
        usage: """
            firn configure [--profile <name>] [--access-key-id <id>] [--secret-from-stdin] [--region <name>] \
            [--endpoint <url>] [<options>]
            """,
        discussion: """
            What no option gives is asked for at the terminal; Return keeps what is there. Keys go to \
            ~/.aws/credentials, region and endpoint to ~/.aws/config, or where AWS_SHARED_CREDENTIALS_FILE and \
            AWS_CONFIG_FILE say. Everything else in these files stays as it is.

            The secret is never an option, since others could see it: it is asked for without being shown, or read \
            from the first line of the standard input with --secret-from-stdin.
            """
    )

    @Option(help: ArgumentHelp("Profile that is written. Default: AWS_PROFILE, or default.", valueName: "name"))
    var profile: String?
    @Option(help: ArgumentHelp("Access key id.", valueName: "id")) var accessKeyID: String?
    @Flag(name: .customLong("secret-from-stdin"), help: "Read the secret access key from the standard input.")
    var readsSecret = false
    @Option(help: ArgumentHelp("Region that requests are signed for.", valueName: "name")) var region: String?
    @Option(help: ArgumentHelp("URL of the service; - for AWS's own.", valueName: "url")) var endpoint: String?
    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        let values = [accessKeyID, region, endpoint].compactMap(\.self)
        guard values.allSatisfy(SharedFileEdit.isValue) else {
            throw ValidationError("A value is empty, or has control characters or spaces at its ends.")
        }
        if let profile, !SharedFileEdit.isProfileName(profile) {
            throw ValidationError("No profile can have this name.")
        }
        if readsSecret != (accessKeyID != nil), readsSecret || !Terminal(.input).isTerminal {
            throw ValidationError("--access-key-id and --secret-from-stdin go together.")
        }
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let name = profile ?? environment.namedProfile ?? "default"
        guard SharedFileEdit.isProfileName(name) else {
            throw CommandFailure(.configuration, "no profile can have the name in AWS_PROFILE")
        }
        // Files that cannot be understood are not written.
        let now = try ProfileNow(name, environment)
        let settings = try asksPeople ? asked(now) : given()
        if let endpoint = settings.endpoint, endpoint != "-", ConfiguredEndpoint(endpoint) == nil {
            throw CommandFailure(.usage, "\(endpoint) is no URL of a service, such as http://127.0.0.1:8410")
        }
        let credentials = SharedFile(.credentials, environment: environment)
        let config = SharedFile(.config, environment: environment)
        try credentials.set(settings.keys, of: name)
        try config.set(settings.others, of: name)
        if !settings.keys.isEmpty { try warnOfToken(credentials, name) }
        report(name, keys: settings.keys.isEmpty ? nil : credentials, others: settings.others.isEmpty ? nil : config)
    }

    private func report(_ name: String, keys: SharedFile?, others: SharedFile?) {
        var document = JSONObject()
        document.add("ConfigFile", others?.path)
        document.add("CredentialsFile", keys?.path)
        document.add("Profile", name)
        let lines = [
            keys.map { "Keys of \(name) are in \($0.path)" }, others.map { "Settings of \(name) are in \($0.path)" },
        ]
        output.report(document, lines.compactMap(\.self).joined(separator: "\n"))
    }

    /// A token belongs to other keys, but may be what somebody still wants.
    private func warnOfToken(_ credentials: SharedFile, _ name: String) throws {
        for setting in ["aws_session_token", "aws_security_token"] where try credentials.has(setting, of: name) {
            let words = "Note: \(name) has a \(setting) in \(credentials.path), which is sent with the new keys\n"
            FileHandle.standardError.write(Data(words.utf8))
        }
    }

    /// Without any option there has to be somebody to ask.
    private var asksPeople: Bool {
        !readsSecret && Terminal(.input).isTerminal && Terminal(.error).isTerminal
            && (accessKeyID != nil || (region == nil && endpoint == nil))
    }

    private func given() throws -> ProfileSettings {
        guard readsSecret || region != nil || endpoint != nil else {
            throw CommandFailure(.usage, "nobody can be asked here: give options, as `firn configure --help` has them")
        }
        let secret = readsSecret ? try Self.checked(readLine()) : nil
        return ProfileSettings(accessKeyID: accessKeyID, secret: secret, region: region, endpoint: endpoint)
    }

    private func asked(_ now: ProfileNow) throws -> ProfileSettings {
        let id = try accessKeyID ?? Self.ask("Access key id", now: now.accessKeyID)
        // A new id with the secret of another is no pair.
        let secret = SecretPrompt.read("Secret access key\(id == nil && now.accessKeyID != nil ? " [kept]" : ""): ")
        if id != nil || secret?.isEmpty == false { _ = try Self.checked(secret) }
        return ProfileSettings(
            accessKeyID: id,
            secret: secret?.isEmpty == false ? secret : nil,
            region: try region ?? Self.ask("Region", now: now.region),
            endpoint: try endpoint ?? Self.ask("Endpoint URL, - for AWS's own", now: now.endpoint)
        )
    }

    private static func checked(_ secret: String?) throws -> String {
        guard let secret, SharedFileEdit.isValue(secret) else {
            throw CommandFailure(.usage, "there is no secret access key, or one with control characters or spaces")
        }
        return secret
    }

    /// - Returns: nil where what is there is kept.
    private static func ask(_ question: String, now: String?) throws -> String? {
        FileHandle.standardError.write(Data("\(question)\(now.map { " [\($0)]" } ?? ""): ".utf8))
        guard let answer = readLine()?.trimmingCharacters(in: .whitespaces) else {
            throw CommandFailure(.failure, "nothing was written")
        }
        if answer.isEmpty { return nil }
        guard SharedFileEdit.isValue(answer) else { throw CommandFailure(.usage, "no setting can have this value") }
        return answer
    }
}

/// What is to be written.
private struct ProfileSettings {
    let accessKeyID: String?
    let secret: String?
    let region: String?
    /// `-` for none.
    let endpoint: String?

    /// Of the credentials file.
    var keys: [SharedFile.Setting] {
        [
            accessKeyID.map { SharedFile.Setting(name: "aws_access_key_id", value: $0) },
            secret.map { SharedFile.Setting(name: "aws_secret_access_key", value: $0) },
        ].compactMap(\.self)
    }

    /// Of the configuration file.
    var others: [SharedFile.Setting] {
        [
            region.map { SharedFile.Setting(name: "region", value: $0) },
            endpoint.map { SharedFile.Setting(name: "endpoint_url", value: $0 == "-" ? nil : $0) },
        ].compactMap(\.self)
    }
}

/// What a profile has before it is written, for the questions; nothing where there is none.
private struct ProfileNow {
    let accessKeyID: String?
    let region: String?
    let endpoint: String?

    /// - Throws: `ConfigurationError` for files that cannot be understood.
    init(_ name: String, _ environment: [String: String]) throws {
        let files = environment.filter { ["HOME", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"].contains($0.key) }
        let isThere = try ConfigurationReport.profileNames(environment: files).contains(name)
        let report = isThere ? try ConfigurationReport(environment: files, profile: name) : nil
        let value = { (setting: String) in report?.entries.first { $0.name == setting && $0.isOfProfile }?.value }
        accessKeyID = value("access_key")
        region = value("region")
        endpoint = value("endpoint")
    }
}

extension ConfigurationReport.Entry {
    /// Whether it is written down, and not what is true where nothing is.
    fileprivate var isOfProfile: Bool { place?.contains("[") == true }
}

extension [String: String] {
    /// The profile that variables name, by the precedence of the chain.
    var namedProfile: String? {
        ["AWS_DEFAULT_PROFILE", "AWS_PROFILE"].compactMap { self[$0] }.first { !$0.isEmpty }
    }
}
