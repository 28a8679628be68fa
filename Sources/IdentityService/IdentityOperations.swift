package import AccessControl
package import Catalogue
package import GlacierModel

/// What each operation of the identity API does. An operation takes only an `Authorised` input.
package struct IdentityOperations: Sendable {
    let catalogue: Catalogue
    let deployment: Deployment
    let sealing: CredentialSealing
    let surroundings: Surroundings

    /// - Parameter sealing: of the secrets of access keys.
    package init(
        catalogue: Catalogue,
        deployment: Deployment,
        sealing: CredentialSealing,
        surroundings: Surroundings
    ) {
        self.catalogue = catalogue
        self.deployment = deployment
        self.sealing = sealing
        self.surroundings = surroundings
    }
}
