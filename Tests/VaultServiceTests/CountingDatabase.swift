import SQLDatabase
import Synchronization

/// A database that counts its transactions.
final class CountingDatabase: SQLDatabase {
    private let base: any SQLDatabase
    private let transactions = Mutex(0)

    init(_ base: any SQLDatabase) { self.base = base }

    var dialect: SQLDialect { base.dialect }

    /// Transactions since the last time it was asked.
    func takeCount() -> Int {
        transactions.withLock { count in
            let taken = count
            count = 0
            return taken
        }
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T {
        transactions.withLock { $0 += 1 }
        return try await base.read(body)
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T {
        transactions.withLock { $0 += 1 }
        return try await base.write(body)
    }
}
