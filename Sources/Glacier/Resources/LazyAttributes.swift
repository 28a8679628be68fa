import Synchronization

/// What is known of a resource: fetched when it is first wanted, and kept. Copies of a resource share it.
///
/// Tasks that ask at once may each fetch; whoever asked last wins, so that an answer that was overtaken on its way does
/// not take the place of a newer one.
final class LazyAttributes<Attributes: Sendable>: Sendable {
    private struct State {
        var held: Attributes?
        /// The request that brought what is held, or after which it was forgotten.
        var heldOf = 0
        /// The last request that was begun.
        var begun = 0
    }

    private let state: Mutex<State>
    private let fetch: @Sendable () async throws -> Attributes

    /// - Parameters:
    ///   - told: what a listing said of the resource.
    ///   - fetch: asks the service.
    init(_ told: Attributes? = nil, fetch: @escaping @Sendable () async throws -> Attributes) {
        state = Mutex(State(held: told))
        self.fetch = fetch
    }

    /// What is held, or else fetched.
    var value: Attributes {
        get async throws {
            if let held = state.withLock({ $0.held }) { return held }
            return try await load()
        }
    }

    /// Fetches, whatever is held.
    func load() async throws -> Attributes { try await keep(\.self) { try await fetch() } }

    /// Makes a call whose answer tells the attributes besides, and keeps those.
    func keep<Answer>(
        _ attributes: KeyPath<Answer, Attributes>,
        of call: () async throws -> Answer
    ) async throws -> Answer {
        let number = state.withLock { state in
            state.begun += 1
            return state.begun
        }
        let answer = try await call(), told = answer[keyPath: attributes]
        state.withLock { state in
            if number > state.heldOf { (state.held, state.heldOf) = (told, number) }
        }
        return answer
    }

    /// Holds nothing any more, nor what requests bring that are under way.
    func forget() {
        state.withLock { state in (state.held, state.heldOf) = (nil, state.begun) }
    }
}
