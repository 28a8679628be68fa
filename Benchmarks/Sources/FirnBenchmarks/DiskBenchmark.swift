import CDisk
import Foundation
import NIOPosix

/// What the disk allows, whatever the server: four files of 64 MiB written at once, MB (10⁶ bytes) per second until all
/// are durable, with the processor time of it as far as this process pays it (what is written later from the page cache
/// is the kernel's own); and how often a second a small write can be made durable by one thread.
func diskBenchmark(rounds: Int = 5) async throws -> [BenchmarkRow] {
    try await withTemporaryFolder { folder in
        let threads = NIOThreadPool(numberOfThreads: WrittenFiles.count)
        threads.start()
        let files = WrittenFiles(folder: folder, threads: threads)
        var refusals: [DiskWay: String] = [:]
        for way in DiskWay.allCases {
            do { _ = try await files.write(way, round: -1) } catch { refusals[way] = "\(error)" }
        }
        let throughputs = try await measured(DiskWay.allCases.filter { refusals[$0] == nil }, rounds: rounds) {
            try await files.write($0, round: $1)
        }
        try await threads.shutdownGracefully()
        let rates = try await measured(SmallWriteKind.allCases, rounds: rounds) { kind, round in
            settleDisk()
            let writes = try SmallWrites(in: try folder.folder("\(kind.rawValue)-\(round)"))
            return try SmallWrites.rate(for: .milliseconds(500)) { try kind.write(writes) }
        }
        return rows(throughputs, \.rate, "MB/s", refusals)
            + rows(throughputs, \.processor, "ms/GB", suffix: ", processor time") + rows(rates)
    }
}

private enum DiskWay: String, CaseIterable {
    case buffered = "buffered"
    case writtenBack = "fallocate, sync_file_range each 8 MiB"
    case direct = "O_DIRECT"
    case directAllocated = "fallocate, O_DIRECT"
    case ring = "fallocate, O_DIRECT, 8 by io_uring"

    var way: disk_way {
        switch self {
        case .buffered: DISK_BUFFERED
        case .writtenBack: DISK_WRITTEN_BACK
        case .direct: DISK_DIRECT
        case .directAllocated: DISK_DIRECT_ALLOCATED
        case .ring: DISK_RING
        }
    }
}

private struct WrittenFiles {
    static let count = 4
    private static let pieces = 64

    let folder: URL
    /// As many as there are files: each blocks one.
    let threads: NIOThreadPool

    func write(_ way: DiskWay, round: Int) async throws -> Throughput {
        let place = try folder.folder("\(way.rawValue)-\(round)")
        settleDisk()
        let before = processorTimeSoFar(), threads = threads, kind = way.way
        let time = try await ContinuousClock().measure {
            try await concurrently(Self.count) { index in
                let path = place.appendingPathComponent(String(index)).path
                try await threads.runIfActive {
                    let error = disk_write_file(path, kind, Int64(Self.pieces))
                    guard error == 0 else { throw BenchmarkError(String(cString: strerror(error))) }
                }
            }
        }
        let bytes = Self.count * Self.pieces * Int(DISK_PIECE_BYTES)
        return Throughput(bytes: bytes, time: time, processor: processorTimeSoFar() - before)
    }
}

private enum SmallWriteKind: String, CaseIterable {
    case publish = "create + fdatasync + rename + fsync of the folder"
    case append = "append + fdatasync"
    case overwrite = "overwrite + fdatasync"

    func write(_ writes: SmallWrites) throws {
        switch self {
        case .publish: try writes.publish()
        case .append: try writes.append()
        case .overwrite: try writes.overwrite()
        }
    }
}

private func rows(
    _ throughputs: [DiskWay: [Throughput]],
    _ quantity: KeyPath<Throughput, Double>,
    _ unit: String,
    _ refusals: [DiskWay: String] = [:],
    suffix: String = ""
) -> [BenchmarkRow] {
    let reference = throughputs[.buffered, default: []].median(quantity)
    return DiskWay.allCases.compactMap { way in
        if let refusal = refusals[way] {
            return BenchmarkRow(
                name: "\(way.rawValue): refused (\(refusal))",
                value: 0,
                unit: unit,
                ratio: nil,
                reference: nil
            )
        }
        guard let value = throughputs[way]?.median(quantity) else { return nil }
        return BenchmarkRow(
            name: "\(way.rawValue)\(suffix)",
            value: value,
            unit: unit,
            ratio: way == .buffered ? nil : value / reference,
            reference: way == .buffered ? nil : DiskWay.buffered.rawValue
        )
    }
}

private func rows(_ rates: [SmallWriteKind: [Double]]) -> [BenchmarkRow] {
    let reference = rates[.append]?.median ?? 0
    return SmallWriteKind.allCases.map { kind in
        let value = rates[kind]?.median ?? 0
        return BenchmarkRow(
            name: kind.rawValue,
            value: value,
            unit: "1/s",
            ratio: kind == .append ? nil : value / reference,
            reference: kind == .append ? nil : SmallWriteKind.append.rawValue
        )
    }
}
