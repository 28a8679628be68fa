import AccessControl
import AccessPolicy
import ArgumentParser
import GlacierModel

/// `firn admin explain`
struct AdminExplain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell whether somebody may do something, and which statement decides it.",
        discussion: """
            Nothing is done, and nobody is asked for credentials. What a request would bring along by itself, such as \
            its address, is given with --context:

              firn admin explain --user ann --action glacier:DeleteArchive \\
                --resource arn:aws:glacier:us-east-1:111122223333:vaults/photos \\
                --context glacier:ArchiveAgeInDays=30

            The exit status is 0 when it is allowed, and 1 when it is not.
            """
    )

    @OptionGroup var options: AdminOptions
    @OptionGroup var account: AdminRootKeys.Account
    @Option(help: "The name of the user who would ask.") var user: String?
    @Option(help: "The name of the role whose session would ask.") var role: String?
    @Flag(help: "The account's root would ask.") var root = false
    @Option(help: "The action, as glacier:ListParts.") var action: String
    @Option(help: "The ARN of what the action is for.") var resource: String
    @Option(help: "The value of a condition key, as aws:SourceIp=192.0.2.1; may be repeated.")
    var context: [String] = []

    func validate() throws {
        guard [user != nil, role != nil, root].filter(\.self).count == 1 else {
            throw ValidationError("Exactly one of --user, --role and --root says who would ask.")
        }
    }

    func run() async throws {
        let values = try context.map(Self.pair)
        let isAllowed = try await options.withDeployment { deployment in
            let question = AccessQuestion(
                asker: user.map(AccessQuestion.Asker.user) ?? role.map(AccessQuestion.Asker.role) ?? .root,
                account: try await account.id(in: deployment),
                action: action,
                resource: resource,
                context: values
            )
            do {
                let explanation = try await deployment.explain(question)
                print(ExplanationText(explanation, question))
                return explanation.decision.isAllowed
            } catch is ForeignResource {
                throw StartFailure(
                    reason: "\(resource) is no vault of this server's region and partition: give --region and "
                        + "--partition as the server has them"
                )
            } catch is NoSuchAsker {
                throw StartFailure(reason: "there is no \(user.map { "user \($0)" } ?? "role \(role ?? "")")")
            }
        }
        if !isAllowed { throw ExitCode.failure }
    }

    private static func pair(_ text: String) throws -> (key: String, value: String) {
        let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty else {
            throw ValidationError("--context is written KEY=VALUE, not: \(text)")
        }
        return (String(halves[0]), String(halves[1]))
    }
}
