import AsyncHTTPClient

extension Collection where Element: Comparable {
    /// The element in the middle of the sorted elements, the upper one of two; nil where there are none.
    var median: Element? {
        let sorted = sorted()
        return sorted.isEmpty ? nil : sorted[sorted.count / 2]
    }
}

extension GlacierClient {
    /// The median time of each of several requests, which are sent in turn, `rounds` times each.
    func medianTimes(of requests: [HTTPClientRequest], rounds: Int) async throws -> [Duration] {
        var times = [[Duration]](repeating: [], count: requests.count)
        for _ in 0..<rounds {
            for (index, request) in requests.enumerated() {
                times[index].append(try await ContinuousClock().measure { _ = try await send(request) })
            }
        }
        return times.map { $0.median ?? .zero }
    }
}
