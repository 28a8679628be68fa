import Foundation

/// Writes so many files into a folder, in pieces of 1 MiB, and syncs them one by one, with a writer for each processor:
/// what any server's storage is bounded by, without a network, hashes or encryption. The folder must be empty.
func writePlainFiles(count: Int, bytesEach: Int, in folder: URL) async throws {
    let pieceBytes = 1 << 20
    // Random, so that a file system that compresses has nothing to gain.
    let piece = Data((0..<pieceBytes).map { _ in UInt8.random(in: .min ... .max) })
    let writers = min(count, ProcessInfo.processInfo.activeProcessorCount)
    // The writers may block their threads: nothing else runs meanwhile.
    try await concurrently(writers) { writer in
        for index in stride(from: writer, to: count, by: writers) {
            let file = folder.appendingPathComponent(String(index))
            try Data().write(to: file)
            let handle = try FileHandle(forWritingTo: file)
            for _ in 0..<(bytesEach / pieceBytes) { try handle.write(contentsOf: piece) }
            try handle.synchronize()
            try handle.close()
        }
    }
}
