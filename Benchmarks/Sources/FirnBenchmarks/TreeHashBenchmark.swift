import struct Crypto.SHA256
import TreeHash

/// What the linear hash and the tree hash of a payload cost: MB (10⁶ bytes) of payload per second of processor time, the
/// best of several rounds, over memory larger than the caches that is handed over in buffers of 1 MiB.
///
/// The methods take turns within each round, so that a change of the processor's clock meets all of them. Each one's
/// hashes are compared with those of the two passes.
func treeHashBenchmark(mebibytes: Int = 256, rounds: Int = 7) -> [BenchmarkRow] {
    let payload = [UInt8]((0..<(mebibytes << 20)).lazy.map { UInt8(truncatingIfNeeded: $0 % 251) })
    let methods = treeHashMethods()
    var best = [Duration](repeating: .seconds(3600), count: methods.count)
    for _ in 0..<rounds {
        var expected: [Digest]?
        for (index, method) in methods.enumerated() {
            var digests: [Digest]?
            let time = processorTime { digests = payload.withUnsafeBytes { method.hash($0) } }
            best[index] = min(best[index], time)
            if let digests, digests != (expected ?? digests) { preconditionFailure("\(method.name): wrong hash") }
            expected = expected ?? digests
        }
    }
    let rates = best.map { Double(payload.count) / 1e6 / ($0 / .seconds(1)) }
    return methods.indices.map { index in
        BenchmarkRow(
            name: methods[index].name,
            value: rates[index],
            unit: "MB/s",
            ratio: rates[index] / rates[twoPasses],
            reference: methods[twoPasses].name
        )
    } + [nodeBenchmark(rounds: rounds)]
}

private struct TreeHashMethod {
    let name: String
    /// The linear hash and the root of the tree; nil where not both are computed.
    let hash: (UnsafeRawBufferPointer) -> [Digest]?
}

/// The place of the method that the others are compared with.
private let twoPasses = 1

private func treeHashMethods() -> [TreeHashMethod] {
    let kernels = HashKernel.allCases.filter(\.isAvailable).map { kernel in
        TreeHashMethod(name: "PayloadHasher, \(kernel.rawValue)") { hash($0, with: kernel) }
    }
    return [
        TreeHashMethod(name: "swift-crypto, linear only", hash: hashLinearly),
        TreeHashMethod(name: "swift-crypto, linear and leaves", hash: hashTwice),
    ] + kernels
}

private func hashLinearly(_ payload: UnsafeRawBufferPointer) -> [Digest]? {
    var linear = SHA256()
    for buffer in buffers(of: payload) { linear.update(bufferPointer: buffer) }
    precondition(Digest(bytes: Array(linear.finalize())) != nil)
    return nil
}

private func hashTwice(_ payload: UnsafeRawBufferPointer) -> [Digest]? {
    var linear = SHA256()
    var tree = TreeFolder()
    for buffer in buffers(of: payload) {
        linear.update(bufferPointer: buffer)
        var leaf = SHA256()
        leaf.update(bufferPointer: buffer)
        Digest(bytes: Array(leaf.finalize())).map { tree.append($0) }
    }
    return [Digest(bytes: Array(linear.finalize())), tree.root()].compactMap(\.self)
}

private func hash(_ payload: UnsafeRawBufferPointer, with kernel: HashKernel) -> [Digest]? {
    var hasher = PayloadHasher(kernel: kernel)
    for buffer in buffers(of: payload) { hasher.update(buffer) }
    let hashes = hasher.finalize()
    return [hashes.linear, hashes.tree]
}

private func buffers(of payload: UnsafeRawBufferPointer) -> some Sequence<UnsafeRawBufferPointer> {
    let length = Int(TreeAlignment.chunkBytes)
    return stride(from: 0, to: payload.count, by: length).lazy.map { start in
        UnsafeRawBufferPointer(rebasing: payload[start..<min(start + length, payload.count)])
    }
}

/// What it costs to combine the roots of the largest number of parts that an upload can have.
private func nodeBenchmark(rounds: Int) -> BenchmarkRow {
    let nodes = (0..<10_000).map { Digest.sha256([UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]) }
    let times = (0..<rounds).map { _ in
        processorTime { precondition(TreeFolder.root(of: nodes) != nil) }
    }
    let milliseconds = (times.min() ?? .zero) / .milliseconds(1)
    return BenchmarkRow(
        name: "TreeFolder, 10000 nodes",
        value: milliseconds,
        unit: "ms",
        ratio: nil,
        reference: nil
    )
}
