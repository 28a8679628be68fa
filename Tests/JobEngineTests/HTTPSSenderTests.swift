import FirnHTTP
import Foundation
import GlacierModel
import HTTPTypes
import Synchronization
import Testing

@testable import Catalogue
@testable import JobEngine

@Suite("Sending notifications over HTTPS")
struct HTTPSSenderTests {
    /// A self-signed certificate for `localhost` and 127.0.0.1 on a P-256 key made for this test; it protects nothing.
    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBmzCCAUGgAwIBAgIUN02Hgy/FiespWwESkQBJATGDNxMwCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNTAxMTU0MloYDzIxMjYxMTAx
        MDExNTQyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAARFHkMZ3d441h8j7675LbQ8FXaniVABAwZ7wkgo2rSZzvXkZuHrlW/I
        nnzW+EgAHspvGYG0JLTrpfoZKPuPScaBo28wbTAdBgNVHQ4EFgQUOPnvNJf7QJbk
        eiH/+s+iDzoiD1YwHwYDVR0jBBgwFoAUOPnvNJf7QJbkeiH/+s+iDzoiD1YwDwYD
        VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
        zj0EAwIDSAAwRQIgRK++JF66VVcRZeKAf1xjdBJlIw11CjAXosl3C7RDQNQCIQCy
        8EVL/ZCKosRAc0G+VwN5c5fUR+62IIKTFufmQWR6ng==
        -----END CERTIFICATE-----
        """

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgxvIZ1VQE66359B8G
        PMTrBNk5EEnRaYnV5bBSI4MmflKhRANCAARFHkMZ3d441h8j7675LbQ8FXaniVAB
        AwZ7wkgo2rSZzvXkZuHrlW/InnzW+EgAHspvGYG0JLTrpfoZKPuPScaB
        -----END PRIVATE KEY-----
        """

    @Test("a server whose certificate no authority signed is told nothing")
    func verifies() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "firn-test-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let certificate = folder.appending(path: "certificate.pem"), key = folder.appending(path: "key.pem")
        try Self.certificate.write(to: certificate, atomically: false, encoding: .utf8)
        try Self.key.write(to: key, atomically: false, encoding: .utf8)
        let tls = ServerSettings.TLS(certificateChainFile: certificate.path, privateKeyFile: key.path)
        let requests = Mutex(0)
        try await withLoopbackServer(settings: ServerSettings(tls: tls)) { _ in
            requests.withLock { $0 += 1 }
            return OutgoingResponse(status: .ok)
        } _: { authority in
            let notification = ClaimedNotification(
                key: 1,
                topic: "arn:t",
                message: "m",
                creationDate: Timestamp(seconds: 0),
                attempt: 1
            )
            let url = try #require(DeliveryURL("https://\(authority)/"))
            let delivery = WebhookPoster(url: url).delivery(of: notification)
            try await HTTPSender.with(sleep: { _ in try await Signal().wait() }) { sender in
                let error = await #expect(throws: (any Error).self) { try await sender.send(delivery) }
                #expect(error.map { "\($0)".contains("CERTIFICATE_VERIFY_FAILED") } == true)
            }
        }
        #expect(requests.withLock { $0 } == 0)
    }
}
