import GlacierAPI
public import GlacierModel

/// botocore's waiters `vault_exists` and `vault_not_exists`, with its numbers.
extension Vault {
    /// Waits until the vault is there; what is found out about it is kept.
    ///
    /// - Parameters:
    ///   - delay: between two looks.
    ///   - maximumAttempts: how many looks.
    /// - Throws: `WaitError.attemptsUsedUp`; errors but that there is no such vault; `CancellationError`.
    public func waitUntilExists(delay: Span = .seconds(3), maximumAttempts: Int = 15) async throws {
        try await wait(until: .present, delay, maximumAttempts)
    }

    /// Waits until there is no such vault.
    ///
    /// - Parameters:
    ///   - delay: between two looks.
    ///   - maximumAttempts: how many looks.
    /// - Throws: `WaitError.attemptsUsedUp`; errors but that there is no such vault; `CancellationError`.
    public func waitUntilNotExists(delay: Span = .seconds(3), maximumAttempts: Int = 15) async throws {
        try await wait(until: .absent, delay, maximumAttempts)
    }

    private enum Presence {
        case present
        case absent
    }

    private func wait(until wanted: Presence, _ delay: Span, _ maximumAttempts: Int) async throws {
        var attempts = 0
        while try await presence() != wanted {
            attempts += 1
            guard attempts < maximumAttempts else { throw WaitError.attemptsUsedUp(attempts) }
            try await client.surroundings.sleep(delay)
        }
    }

    private func presence() async throws -> Presence {
        do {
            try await load()
            return .present
        } catch let error as GlacierError where error.knownCode == .resourceNotFound {
            known.forget()
            return .absent
        }
    }
}
