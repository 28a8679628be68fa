import AccessControl
import Foundation
import GlacierAPI
import GlacierModel
import JSONText
import NIOCore
import Synchronization

/// Tells where the server really listens, once everything does.
final class ReadyAnnouncement: Sendable {
    private struct Addresses {
        var api: String?
        var operators: String?
    }

    private let addresses = Mutex(Addresses())
    private let configuration: ServerConfiguration
    private let dataFolder: String
    private let credentials: RootCredentials
    private let keyRingFile: String

    init(configuration: ServerConfiguration, dataFolder: String, credentials: RootCredentials, keyRingFile: String) {
        self.configuration = configuration
        self.dataFolder = dataFolder
        self.credentials = credentials
        self.keyRingFile = keyRingFile
    }

    func apiListens(at address: SocketAddress) {
        announce { $0.api = address.hostAndPort }
    }

    func operatorListens(at address: SocketAddress) {
        announce { $0.operators = address.hostAndPort }
    }

    private func announce(_ note: (inout Addresses) -> Void) {
        let complete: (String, String)? = addresses.withLock { addresses in
            note(&addresses)
            guard let api = addresses.api, let operators = addresses.operators else { return nil }
            return (api, operators)
        }
        guard let (api, operators) = complete else { return }
        let endpoint = "\(configuration.tls == nil ? "http" : "https")://\(api)"
        say(banner(endpoint: endpoint))
        say("firn is ready: api \(endpoint) operator http://\(operators)")
        writeReadyFile(endpoint: endpoint, api: api, operators: operators)
    }

    private func banner(endpoint: String) -> String {
        var lines = [
            "endpoint     \(endpoint)",
            "region       \(configuration.deployment.region)",
            "account      \(credentials.key.account)",
            "data folder  \(dataFolder)",
            "master keys  \(keyRingFile)  (losing this file loses the data: keep a copy elsewhere)",
        ]
        // Not the URL, which may hold a password.
        if configuration.catalogueURL != nil { lines.append("catalogue    in PostgreSQL") }
        switch credentials.origin {
        case .environment: lines.append("root keys    from \(RootCredentials.identifierVariable) of the environment")
        case .file(let file): lines.append("root keys    \(file)")
        case .generated(let file):
            lines.append("root keys    \(file)")
            lines.append("             made just now, shown this once:")
            lines.append("             access key id      \(credentials.key.id)")
            lines.append("             secret access key  \(credentials.key.secret)")
        }
        lines.append("")
        lines.append("try it:")
        lines.append("  \(exampleCommand(endpoint: endpoint))")
        lines.append("")
        return lines.joined(separator: "\n")
    }

    private func exampleCommand(endpoint: String) -> String {
        let region = configuration.deployment.region
        let command =
            "aws --endpoint-url \(endpoint) --region \(region) glacier create-vault --account-id - "
            + "--vault-name photos"
        switch credentials.origin {
        case .environment: return command
        case .file(let file), .generated(let file):
            return "AWS_SHARED_CREDENTIALS_FILE=\(shellQuoted(file)) AWS_PROFILE=default \(command)"
        }
    }

    private func writeReadyFile(endpoint: String, api: String, operators: String) {
        guard let file = configuration.readyFile else { return }
        var json = JSONObject()
        json.add("endpoint", endpoint)
        json.add("listen", api)
        json.add("operator", operators)
        do {
            try SecretFile.write(String(decoding: json.bytes, as: UTF8.self) + "\n", to: file)
        } catch {
            say("the ready file was not written: \(error)")
        }
    }
}

/// Writes a line at once, also where the output is a file or a pipe.
private func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

extension SocketAddress {
    var hostAndPort: String {
        let host = ipAddress ?? "localhost"
        return "\(host.contains(":") ? "[\(host)]" : host):\(port ?? 0)"
    }
}

/// A text as one word of a shell.
private func shellQuoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "@"):
            true
        default: false
        }
    }
    return isPlain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
}
