import Configuration
import Foundation
import GlacierAPI
import JSONText

/// Where settings come from: flags before environment before configuration file.
struct SettingSources {
    private let reader: ConfigReader

    /// - Parameters:
    ///   - flags: what the command line says of a setting.
    ///   - environment: variables by name.
    ///   - file: the contents of the configuration file; nil when there is none.
    /// - Throws: `ConfigurationMistakes` when the file is not one JSON object, has keys that no setting has, or values
    ///   that are neither texts nor numbers.
    init(flags: (Setting) -> String?, environment: [String: String], file: [UInt8]?) throws {
        let given = Setting.allCases.compactMap { setting in flags(setting).map { (setting, $0) } }
        reader = ConfigReader(providers: [
            InMemoryProvider(name: "flags", values: Self.values(given)),
            EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "firn"),
            InMemoryProvider(name: "configuration file", values: Self.values(try Self.parse(file))),
        ])
    }

    func value(of setting: Setting) -> String? {
        reader.string(forKey: ConfigKey([setting.rawValue]))
    }

    private static func values(_ given: [(Setting, String)]) -> [AbsoluteConfigKey: ConfigValue] {
        Dictionary(
            given.map { (AbsoluteConfigKey([$0.rawValue]), ConfigValue(.string($1), isSecret: false)) },
            uniquingKeysWith: { _, last in last }
        )
    }

    private static func parse(_ file: [UInt8]?) throws -> [(Setting, String)] {
        guard let file else { return [] }
        guard case .object(let members)? = JSONValue(parsing: file) else {
            throw ConfigurationMistakes(["the configuration file is not one JSON object"])
        }
        var mistakes: [String] = []
        var found: [(Setting, String)] = []
        for (key, value) in members.sorted(by: { $0.key < $1.key }) {
            guard let setting = Setting(rawValue: key) else {
                mistakes.append("the configuration file has an unknown key: \(key)")
                continue
            }
            switch value {
            case .string(let text), .number(let text): found.append((setting, text))
            case .null: break
            case .bool, .array, .object:
                mistakes.append("\(key) in the configuration file must be a text or a number")
            }
        }
        guard mistakes.isEmpty else { throw ConfigurationMistakes(mistakes) }
        return found
    }
}

/// Everything that is wrong with a configuration, at once.
struct ConfigurationMistakes: Error, Equatable, CustomStringConvertible {
    let mistakes: [String]

    init(_ mistakes: [String]) { self.mistakes = mistakes }

    var description: String {
        "The configuration is wrong:\n" + mistakes.map { "  - \($0)" }.joined(separator: "\n")
    }
}
