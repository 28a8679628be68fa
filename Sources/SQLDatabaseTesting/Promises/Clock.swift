import Glibc
import SQLDatabase

extension SQLDatabasePromise {
    static let clock = [clockOfTheMachine, clockGoesOn]

    private static let clockOfTheMachine = SQLDatabasePromise("the database tells the time") { database in
        let before = machineMilliseconds()
        let told = try await database.read { try now($0) }
        let after = machineMilliseconds()
        // The server may run elsewhere, and no two clocks agree.
        try expect((before - 60_000...after + 60_000).contains(told), true, "\(told) between \(before) and \(after)")
    }

    private static let clockGoesOn = SQLDatabasePromise("the database's clock goes on while a transaction lasts") {
        database in
        let moments = try await database.write { transaction in
            var moments = [try now(transaction)]
            // A millisecond holds a few hundred statements at most.
            for _ in 0..<100_000 where moments.last == moments.first { moments.append(try now(transaction)) }
            return moments
        }
        try expect(moments.sorted(), moments)
        try expect(moments.first != moments.last, true, "the clock stands at \(moments.count) statements")
        let later = try await database.read { try now($0) }
        try expect(later >= moments.last ?? .max, true, "back from \(moments.last ?? 0) to \(later)")
    }

    private static func now(_ transaction: any SQLTransaction) throws -> Int64 {
        try transaction.integer("SELECT \(transaction.dialect.currentMilliseconds)") ?? 0
    }

    private static func machineMilliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
