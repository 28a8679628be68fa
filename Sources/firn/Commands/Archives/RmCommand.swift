import ArgumentParser
import Glacier
import JSONText
import Synchronization

/// `firn rm`
struct RmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Delete archives, by their ids or by paths that the local catalogue knows.",
        discussion: """
            A path of which there are several archives is not deleted unless --all-versions says so. An id that begins \
            with a dash goes behind --, as in `firn rm photos -- -Xyz`. Deleting cannot be undone.
            """
    )

    @Argument(help: "Name of the vault.", completion: .vaults) var vault: VaultArgument
    @Argument(help: "Ids of archives, paths, or patterns with *, ? or [.") var names: [String]
    @Flag(help: "Delete all archives of a path, not only a single one.") var allVersions = false
    @Flag(name: .shortAndLong, help: "Only show what would be deleted.") var dryRun = false
    @OptionGroup var confirmation: ConfirmationOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Local catalogue") var catalogueOptions: CatalogueOptions
    @OptionGroup(title: "Connection") var connection: ConnectionOptions

    func run() async throws {
        let optional = try await catalogueOptions.openOptional { output.note("Warning: \($0)") }
        try await Interrupts.cancelling {
            try await connection.withClient { client in
                let (known, _) = try await VaultLookup(connection: connection, name: vault).online(client)
                let targets = try await targets(known, optional)
                if dryRun { return targets.forEach { show($0, "would delete") } }
                try confirmation.confirm(question(targets))
                try await delete(targets, known, optional, client)
            }
        }
    }

    /// What a name on the command line means.
    private struct Target: Hashable, Sendable {
        let archiveID: String
        /// Nil for an id that is not known here.
        let archive: KnownArchive?
    }

    private func targets(_ known: LocalVault, _ optional: OptionalCatalogue) async throws -> [Target] {
        var targets: [Target] = []
        for name in names {
            let found = try await optional.attempt("only ids are understood") { catalogue in
                try await archives(called: name, known, catalogue)
            }
            if let found, !found.isEmpty {
                targets += found.map { Target(archiveID: $0.archiveID, archive: $0) }
            } else if Self.mayBeID(name) {
                targets.append(Target(archiveID: name, archive: nil))
            } else {
                throw CommandFailure(
                    .notFound,
                    "no archive of \(vault) that is known here is called \(name.visible)",
                    hints: ["`firn ls \(vault) --refresh` asks the service what is in it"]
                )
            }
        }
        var seen: Set<String> = []
        return targets.filter { seen.insert($0.archiveID).inserted }
    }

    private func archives(
        called name: String,
        _ known: LocalVault,
        _ catalogue: LocalCatalogue
    ) async throws -> [KnownArchive] {
        if let archive = try await catalogue.archive(name, in: known) { return [archive] }
        // A file may be called `a[1].jpg`, which as a pattern would be another one, `a1.jpg`.
        let exact = try await catalogue.archives(at: Array(name.utf8), in: known)
        if exact.isEmpty, name.contains(where: { "*?[".contains($0) }) {
            let pattern = NamePattern(name, text: .exact), found = Mutex<[KnownArchive]>([])
            try await catalogue.forEachArchive(of: known) { archive in
                if pattern.matches(archive.path) { found.withLock { $0.append(archive) } }
            }
            return try single(found.withLock { $0 })
        }
        return try single(exact)
    }

    private func single(_ archives: [KnownArchive]) throws -> [KnownArchive] {
        guard !allVersions else { return archives }
        for (path, versions) in Dictionary(grouping: archives, by: \.path) where versions.count > 1 {
            throw CommandFailure(
                .refused,
                "there are \(versions.count) archives of \(String(decoding: path, as: UTF8.self).visible)",
                hints: ["--all-versions deletes them all; `firn ls --long` shows the id of each, which names one"]
            )
        }
        return archives
    }

    /// Whether a text has the form that the ids of archives have.
    static func mayBeID(_ text: String) -> Bool {
        text.utf8.count == 138
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    private func question(_ targets: [Target]) -> String {
        let shown = targets.prefix(20).map { "  \(Self.words(for: $0))" }
        let rest = targets.count > 20 ? ["  and \(targets.count - 20) more"] : []
        let lines = shown + rest + ["Delete \(targets.count.counted("archive")) of \(vault)? This cannot be undone."]
        return lines.joined(separator: "\n")
    }

    private static func words(for target: Target) -> String {
        guard let archive = target.archive else { return target.archiveID.visible }
        return "\(archive.shownPath)  (\(HumanSize(archive.size)), \(HumanTime(archive.creationDate)))"
    }

    private func delete(
        _ targets: [Target],
        _ known: LocalVault,
        _ optional: OptionalCatalogue,
        _ client: GlacierClient
    ) async throws {
        for target in targets {
            try Task.checkCancellation()
            var isMissing = false
            do {
                try await client.deleteArchive(target.archiveID, in: connection.address(of: vault))
            } catch let error as GlacierError where error.knownCode == .resourceNotFound {
                isMissing = true
                output.note("\(Self.words(for: target)): the service does not have it")
            }
            try await optional.attempt("the catalogue still lists it") {
                try await $0.forget(target.archiveID, in: known)
            }
            if !isMissing { show(target, "deleted") }
        }
    }

    private func show(_ target: Target, _ verb: String) {
        var document = JSONObject()
        document.add("ArchiveId", target.archiveID)
        document.add("Path", target.archive.map { String(decoding: $0.path, as: UTF8.self) })
        document.add("Deleted", verb == "deleted")
        output.report(document, "\(verb) \(Self.words(for: target))")
    }
}
