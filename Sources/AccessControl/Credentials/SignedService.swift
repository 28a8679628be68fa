import GlacierModel
import SigV4

/// The services on the server's port, by their names in signatures' scopes.
package enum SignedService: String, Hashable, Sendable, CaseIterable {
    case glacier
    case iam
    case sts
}

/// One verifier for each service and region that signatures may name.
struct Verifiers: Sendable {
    private struct Scope: Hashable {
        let service: SignedService
        let region: String
    }

    private let verifiers: [Scope: SigV4Verifier]
    private let make: @Sendable (Scope) -> SigV4Verifier
    private let region: String

    init(deployment: Deployment, skew: Span, signingKeys: SigningKeyCache) {
        let make = { @Sendable (scope: Scope) in
            SigV4Verifier(
                region: scope.region,
                service: scope.service.rawValue,
                allowedSkewSeconds: skew.milliseconds / 1000,
                keys: signingKeys
            )
        }
        // IAM and the older endpoint of STS have one region for a whole partition, whatever region a client works in.
        let scopes = SignedService.allCases.flatMap { service in
            let regions = service == .glacier ? [] : [deployment.partition.globalRegion]
            return (regions + [deployment.region]).map { Scope(service: service, region: $0) }
        }
        verifiers = Dictionary(scopes.map { ($0, make($0)) }, uniquingKeysWith: { first, _ in first })
        self.make = make
        region = deployment.region
    }

    /// The verifier for what a signature claims; for a region that is not served, the one that says so.
    func verifier(for service: SignedService, region claimed: String) -> SigV4Verifier {
        verifiers[Scope(service: service, region: claimed)] ?? verifiers[Scope(service: service, region: region)]
            ?? make(Scope(service: service, region: region))
    }
}

extension Deployment.Partition {
    /// The region in whose name the services of the whole partition are signed for.
    ///
    /// Source: https://docs.aws.amazon.com/general/latest/gr/iam-service.html
    package var globalRegion: String {
        switch self {
        case .aws: "us-east-1"
        case .awsChina: "cn-north-1"
        case .awsUSGovernment: "us-gov-west-1"
        }
    }
}
