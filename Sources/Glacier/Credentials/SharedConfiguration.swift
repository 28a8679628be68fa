/// What the two files say that the AWS tools share: profiles, and sections of endpoints of services.
struct SharedConfiguration: Sendable {
    /// A file as it was found.
    struct File: Sendable {
        /// For people, as it was opened.
        let path: String
        /// Nil where there is no such file.
        let document: INIDocument?
    }

    /// The profiles of the configuration file alone.
    let configProfiles: [String: Profile]
    /// The sections of the credentials file alone: there a section is a profile, without the word.
    let credentialsProfiles: [String: Profile]
    /// Both in one: where both have a setting of a profile, the credentials file's counts.
    let profiles: [String: Profile]
    /// The sections `[services …]` of the configuration file.
    let services: [String: [String: INIDocument.Value]]
    /// For people.
    let configPath: String
    let credentialsPath: String

    init(config: File, credentials: File) {
        var profiles: [String: Profile] = [:], services: [String: [String: INIDocument.Value]] = [:]
        for section in config.document?.sections ?? [] {
            guard let (kind, name) = Self.kind(of: section.name) else { continue }
            switch kind {
            case .profile:
                let place = "[\(section.name)] in \(config.path)"
                profiles[name] = Profile(name: name, place: place, settings: section.options)
            case .services: services[name] = section.options
            }
        }
        configProfiles = profiles
        credentialsProfiles = Dictionary(
            (credentials.document?.sections ?? []).map { section in
                let place = "[\(section.name)] in \(credentials.path)"
                return (section.name, Profile(name: section.name, place: place, settings: section.options))
            },
            uniquingKeysWith: { first, _ in first }
        )
        self.profiles = profiles.merging(credentialsProfiles) { $0.overlaid(by: $1) }
        self.services = services
        (configPath, credentialsPath) = (config.path, credentials.path)
    }

    private enum SectionKind {
        case profile, services
    }

    /// `[default]` and `[profile NAME]`, where the name may be quoted, are profiles. Sections of other kinds are not
    /// this client's affair.
    private static func kind(of section: String) -> (SectionKind, name: String)? {
        if section == "default" { return (.profile, section) }
        guard let words = ShellWords.split(section), words.count == 2 else { return nil }
        if section.hasPrefix("profile") { return (.profile, words[1]) }
        return section.hasPrefix("services") ? (.services, words[1]) : nil
    }
}

/// The settings of one profile.
struct Profile: Sendable {
    let name: String
    /// Where it stands, for people.
    let place: String
    private let settings: [String: INIDocument.Value]

    init(name: String, place: String, settings: [String: INIDocument.Value]) {
        (self.name, self.place, self.settings) = (name, place, settings)
    }

    /// The value of a setting; nil where the profile does not have it.
    ///
    /// - Throws: `ConfigurationError.Code.invalidSetting` for a table, which no setting with one value may be.
    func text(_ setting: String) throws(ConfigurationError) -> String? {
        switch settings[setting] {
        case .text(let text): return text
        case .table:
            throw ConfigurationError(.invalidSetting, at: place, "\(setting) is a table instead of a value")
        case nil: return nil
        }
    }

    /// Whether the profile has a setting, of whatever form.
    func has(_ setting: String) -> Bool { settings[setting] != nil }

    fileprivate func overlaid(by other: Profile) -> Profile {
        Profile(
            name: name,
            place: "\(place), \(other.place)",
            settings: settings.merging(other.settings) { _, other in other }
        )
    }
}
