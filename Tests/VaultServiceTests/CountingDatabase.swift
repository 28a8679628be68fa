import SQLDatabase
import Synchronization

/// A database that counts its transactions, and lets something happen just before one of them.
final class CountingDatabase: SQLDatabase {
    private let base: any SQLDatabase
    private let transactions = Mutex(0)
    private let beforeWrite = Mutex<(@Sendable () async throws -> Void)?>(nil)

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

    /// Has something done once, before the next write transaction begins.
    func beforeNextWrite(_ work: @escaping @Sendable () async throws -> Void) { beforeWrite.withLock { $0 = work } }

    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T {
        transactions.withLock { $0 += 1 }
        return try await base.read(body)
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> T) async throws -> T {
        transactions.withLock { $0 += 1 }
        let work = beforeWrite.withLock { work in
            defer { work = nil }
            return work
        }
        try await work?()
        return try await base.write(body)
    }
}
