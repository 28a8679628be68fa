import ArgumentParser
import Foundation
import Glacier
import GlacierModel

extension CompletionKind {
    /// Names of the vaults that the words so far lead to. The service is asked once, and given little time: where it
    /// does not answer there is nothing to choose from.
    static var vaults: CompletionKind {
        .custom { (words: [String], _: Int, _: String) async -> [String] in await CompletionWords(words).vaultNames() }
    }

    /// Names of the profiles in the AWS tools' files.
    static var profiles: CompletionKind {
        .custom { _, _, _ in
            (try? ConfigurationReport.profileNames(environment: ProcessInfo.processInfo.environment)) ?? []
        }
    }
}

/// The words of a command line that is still being written, as far as they say which service is meant.
struct CompletionWords {
    let words: [String]

    /// For the whole attempt, credentials included.
    private static let limit = Span.seconds(3)
    /// More are not worth choosing from.
    private static let mostNames = 1000

    init(_ words: [String]) { self.words = words }

    /// The value of the last option of a name, as `--name value` or `--name=value`.
    func value(of option: String) -> String? {
        for (index, word) in words.enumerated().reversed() {
            if word == option, index + 1 < words.count, !words[index + 1].isEmpty { return words[index + 1] }
            if word.hasPrefix("\(option)=") { return String(word.dropFirst(option.count + 1)) }
        }
        return nil
    }

    func vaultNames() async -> [String] {
        let account = value(of: "--account-id").flatMap { try? AccountScope($0) } ?? .own
        let names = try? await withThrowingTaskGroup(of: [String].self) { group in
            group.addTask {
                try await GlacierClient.with(
                    profile: value(of: "--profile"),
                    region: value(of: "--region"),
                    endpoint: value(of: "--endpoint"),
                    authorities: value(of: "--ca-bundle"),
                    retries: .never
                ) { try await Self.names(of: account, $0) }
            }
            group.addTask {
                try await Surroundings.live.sleep(Self.limit)
                return []
            }
            defer { group.cancelAll() }
            return try await group.next() ?? []
        }
        return names ?? []
    }

    private static func names(of account: AccountScope, _ client: GlacierClient) async throws -> [String] {
        var names: [String] = [], marker: String?
        repeat {
            let page = try await client.listVaults(of: account, marker: marker)
            // What a vault can be called has nothing that a shell would take for its own.
            names += page.items.compactMap(\.vaultName).filter { VaultArgument(argument: $0) != nil }
            marker = page.marker
        } while marker != nil && names.count < mostNames
        return names
    }
}
