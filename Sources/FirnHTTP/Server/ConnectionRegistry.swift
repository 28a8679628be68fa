import NIOCore
import Synchronization

/// The connections of one server, so that a graceful stop reaches every one of them, also those that are being set up
/// while it begins.
final class ConnectionRegistry: Sendable {
    private struct State {
        var isDraining = false
        var connections: [ObjectIdentifier: Connection] = [:]
    }

    private let state = Mutex(State())

    /// Enters a connection until its channel is closed.
    func add(_ connection: Connection) {
        let id = ObjectIdentifier(connection.channel)
        let isDraining = state.withLock { state in
            state.connections[id] = connection
            return state.isDraining
        }
        if isDraining { connection.drain() }
        connection.channel.closeFuture.whenComplete { _ in
            self.state.withLock { $0.connections[id] = nil }
        }
    }

    /// Closes idle connections, and all others after the response they are busy with; later ones at once.
    func drain() {
        let connections = state.withLock { state in
            state.isDraining = true
            return Array(state.connections.values)
        }
        for connection in connections { connection.drain() }
    }

    /// Connections that are open.
    var count: Int { state.withLock { $0.connections.count } }

    /// Whether a graceful stop has begun.
    var isDraining: Bool { state.withLock { $0.isDraining } }
}
