import AsyncHTTPClient
import Foundation
import HTTPTypes
import NIOCore

/// What a page of parts costs in an upload of few parts and in one of as many as there can be. The pages are of one
/// length; they are asked for in turn over one connection.
func listPartsBenchmark(rounds: Int = 1000) async throws -> [BenchmarkRow] {
    let few = 10, many = 10_000
    return try await ServerProcess.with(.firn) { server in
        let (small, large) = try await GlacierClient.with(server, connections: 32) { client in
            try await client.createVault()
            return (
                try await uploadOfBytes(parts: few, with: client), try await uploadOfBytes(parts: many, with: client)
            )
        }
        return try await GlacierClient.with(server, connections: 1) { client in
            let middle = many / 2, last = many - few
            let requests = [
                try await PartsListing(client, small, pageLength: few).request(pageAt: 0),
                try await PartsListing(client, large, pageLength: few).request(pageAt: 0),
                try await PartsListing(client, large, pageLength: few).request(pageAt: middle),
                try await PartsListing(client, large, pageLength: few).request(pageAt: last),
            ]
            let names = [
                "upload of \(few) parts", "upload of \(many) parts, first page", "upload of \(many) parts, middle",
                "upload of \(many) parts, last page",
            ]
            _ = try await client.medianTimes(of: requests, rounds: 50)
            let times = try await client.medianTimes(of: requests, rounds: rounds).map { $0 / .microseconds(1) }
            return zip(names, times).map { name, time in
                BenchmarkRow(name: name, value: time, unit: "µs", ratio: time / times[0], reference: names[0])
            }
        }
    }
}

/// An upload with parts of a single byte each.
func uploadOfBytes(parts: Int, with client: GlacierClient) async throws -> String {
    let partBytes = 1 << 20
    let upload = try await client.startUpload(partBytes: partBytes)
    try await client.putParts(Payload(byteCount: 1), count: parts, partBytes: partBytes, of: upload, workers: 32)
    return upload
}

/// Finds pages in the list of an upload's parts.
struct PartsListing {
    /// What is read of an answer.
    private struct Page: Decodable {
        struct Part: Decodable {
            let range: String

            enum CodingKeys: String, CodingKey {
                case range = "RangeInBytes"
            }
        }

        let parts: [Part]
        let marker: String?

        enum CodingKeys: String, CodingKey {
            case parts = "Parts", marker = "Marker"
        }
    }

    private let client: GlacierClient
    private let upload: String
    /// Parts on the page that is asked for.
    private let pageLength: Int

    init(_ client: GlacierClient, _ upload: String, pageLength: Int) {
        self.client = client
        self.upload = upload
        self.pageLength = pageLength
    }

    /// The request for the page that begins with the part `index`, checked by sending it once.
    func request(pageAt index: Int) async throws -> HTTPClientRequest {
        let request = request(limit: pageLength, marker: try await marker(at: index))
        let page = try await page(request)
        guard page.parts.count == pageLength, page.parts.first?.range.hasPrefix("\(index << 20)-") == true
        else { throw BenchmarkError("not the page that begins with part \(index)") }
        return request
    }

    /// The marker of the page that begins with a part, found by listing up to it.
    private func marker(at index: Int) async throws -> String? {
        var position = 0
        var marker: String?
        while position < index {
            let limit = min(50, index - position)
            let page = try await page(request(limit: limit, marker: marker))
            guard page.parts.count == limit else { throw BenchmarkError("a list that ends before part \(index)") }
            position += limit
            marker = page.marker
        }
        return marker
    }

    private func request(limit: Int, marker: String?) -> HTTPClientRequest {
        client.request(.get, "\(upload)?limit=\(limit)" + (marker.map { "&marker=\($0)" } ?? ""))
    }

    private func page(_ request: HTTPClientRequest) async throws -> Page {
        let body = try await client.send(request).body
        return try JSONDecoder().decode(Page.self, from: Data(body.readableBytesView))
    }
}
