/// Where credentials come from: decided from the environment and the files alone, before anything is run or asked.
indirect enum CredentialPlan: Sendable {
    /// Keys that are written down.
    case keys(Credentials, place: String)
    /// A program that prints them.
    case process(command: [String], place: String)
    /// A role that is assumed with credentials from elsewhere.
    case role(RoleRequest, source: CredentialPlan)
    /// A container's metadata service.
    case container(ContainerRequest)
    /// The metadata service of an EC2 instance, which is asked when nothing else is configured.
    case instance(InstanceRequest, tried: [String])
}

/// What is asked of STS.
struct RoleRequest: Hashable, Sendable {
    let arn: String
    /// Nil for a name that is made for each session.
    let sessionName: String?
    let externalID: String?
    /// Seconds; nil for what the service does by itself.
    let duration: Int?
    /// Of the profile, for people.
    let place: String
}

/// Where a container's credentials are asked for.
struct ContainerRequest: Hashable, Sendable {
    /// Where the value of the `Authorization` header comes from.
    enum Token: Hashable, Sendable {
        case none
        case variable(name: String)
        /// Read anew for every request, since it is replaced while the container runs.
        case file(path: String)
    }

    let endpoint: ConfiguredEndpoint
    /// With its query.
    let path: String
    let token: Token
    /// The variable that names the address.
    let place: String
}

/// Where an instance's credentials are asked for.
struct InstanceRequest: Hashable, Sendable {
    let endpoint: ConfiguredEndpoint
    /// Milliseconds for each request are a thousand times this.
    let timeoutSeconds: Int64
    let attempts: Int
}
