import Foundation
import Glibc
import JSONText
import JobEngine
import Logging

/// The file that says where notifications go: `{"destinations":[…]}`, each with the topics it takes and one receiver.
enum NotificationsFile {
    /// Bytes of the largest file that is taken.
    static let maximumBytes = 1 << 20

    /// Reads the file, and warns if it holds secrets that others can read.
    ///
    /// - Parameter path: nil for no destinations at all.
    /// - Throws: `ConfigurationMistakes` that lists everything that is wrong.
    static func load(_ path: String?, logger: Logger) throws -> NotificationDestinations {
        guard let path else { return NotificationDestinations() }
        let (bytes, isOpenToOthers) = try read(path)
        let destinations: NotificationDestinations
        do {
            destinations = try parse(bytes)
        } catch {
            throw ConfigurationMistakes(error.mistakes.map { "notifications file \(path): \($0)" })
        }
        let holdsSecrets = destinations.all.contains { destination in
            switch destination.kind {
            case .sns: true
            case .webhook: false
            }
        }
        if isOpenToOthers, holdsSecrets {
            logger.warning(
                "The notifications file holds secrets, but not only its owner may read it",
                metadata: [
                    "file": "\(path)"
                ]
            )
        }
        return destinations
    }

    /// - Throws: the mistakes, each with its place in the document.
    static func parse(_ bytes: [UInt8]) throws(ConfigurationMistakes) -> NotificationDestinations {
        guard let document = JSONValue(parsing: bytes, duplicateKeys: .refused) else {
            throw ConfigurationMistakes(["not JSON, or a key stands twice in one object"])
        }
        var reader = NotificationsReader()
        let destinations = reader.destinations(document)
        guard reader.mistakes.isEmpty else { throw ConfigurationMistakes(reader.mistakes) }
        return destinations
    }

    private static func read(_ path: String) throws -> (bytes: [UInt8], isOpenToOthers: Bool) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw ConfigurationMistakes(["notifications file \(path) cannot be read: \(systemMessage())"])
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0,
            let bytes = try? FileHandle(fileDescriptor: file, closeOnDealloc: false).read(upToCount: maximumBytes + 1)
        else { throw ConfigurationMistakes(["notifications file \(path) cannot be read"]) }
        guard bytes.count <= maximumBytes else {
            throw ConfigurationMistakes(["notifications file \(path) is longer than \(maximumBytes) bytes"])
        }
        return (Array(bytes), status.st_mode & 0o044 != 0)
    }
}
