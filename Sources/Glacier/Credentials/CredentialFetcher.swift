import GlacierModel
import HTTPTypes
import SigV4

/// Gets the credentials that a plan says: runs what is to be run and asks who is to be asked.
struct CredentialFetcher: Sendable {
    private let chain: ConfigurationChain
    private let surroundings: ChainSurroundings

    /// For a service outside of the machine.
    private static let remoteLimit = Span.seconds(30)
    /// For a service that stands beside the container.
    private static let containerLimit = Span.seconds(2)
    private static let attempts = 3
    private static let pause = Span.seconds(1)

    init(_ chain: ConfigurationChain) {
        self.chain = chain
        surroundings = chain.surroundings
    }

    /// - Throws: `ConfigurationError`, `CancellationError`
    func fetch(_ plan: CredentialPlan) async throws -> Credentials {
        switch plan {
        case .keys(let credentials, _): credentials
        case .process(let command, let place): try await run(command, place)
        case .role(let request, let source): try await assume(request, with: try await fetch(source))
        case .container(let request): try await ask(request)
        case .instance(let request, let tried): try await ask(request, tried)
        }
    }

    private func run(_ command: [String], _ place: String) async throws -> Credentials {
        let place = "credential_process of \(place)"
        let outcome: ChainSurroundings.ProgramOutcome
        do {
            outcome = try await surroundings.run(command)
        } catch let error as CancellationError {
            throw error
        } catch {
            throw ConfigurationError(.unreachable, at: place, "the program cannot be run")
        }
        guard outcome.status == 0 else {
            throw ConfigurationError(.refused, at: place, "the program ended with status \(outcome.status)")
        }
        return try ChainAnswers.process(outcome.output, from: place)
    }

    // MARK: Roles

    private func assume(_ role: RoleRequest, with credentials: Credentials) async throws -> Credentials {
        let endpoint = try chain.endpoint(of: .sts), now = surroundings.time.now()
        var form = FormText([("Action", "AssumeRole"), ("Version", "2011-06-15"), ("RoleArn", role.arn)])
        form.add("RoleSessionName", role.sessionName ?? "firn-\(now.seconds)")
        if let externalID = role.externalID { form.add("ExternalId", externalID) }
        if let duration = role.duration { form.add("DurationSeconds", String(duration)) }
        let body = Array(form.text.utf8)
        var request = endpoint.request(.post, "/")
        request.headerFields[.contentType] = "application/x-www-form-urlencoded; charset=utf-8"
        let signer = SigV4Signer(
            credentials: SigningCredentials(
                accessKeyID: credentials.accessKeyID,
                secretAccessKey: credentials.secretAccessKey,
                sessionToken: credentials.sessionToken
            ),
            region: try chain.region(),
            service: ConfigurationChain.Service.sts.rawValue
        )
        let signed = signer.sign(
            request,
            payloadHash: PayloadHash.hex(of: body),
            at: SigningInstant(secondsSince1970: now.seconds)
        )
        let place = "\(role.arn) of \(role.place), from \(endpoint)"
        let answer = try await answer(to: signed, body, Self.remoteLimit, attempts: Self.attempts, from: place)
        return try ChainAnswers.role(answer, from: place)
    }

    // MARK: Services of metadata

    private func ask(_ container: ContainerRequest) async throws -> Credentials {
        let place = "\(container.endpoint) of \(container.place)"
        var request = container.endpoint.request(.get, container.path, isWholePath: true)
        request.headerFields[.accept] = "application/json"
        if let token = try token(container.token) { request.headerFields[.authorization] = token }
        let limit = Self.containerLimit
        let answer = try await answer(to: request, [], limit, attempts: Self.attempts, from: place)
        guard answer.status == 200 else {
            throw ConfigurationError(.refused, at: place, "it answers with status \(answer.status)")
        }
        return try ChainAnswers.metadata(answer.body, from: place)
    }

    private func token(_ token: ContainerRequest.Token) throws(ConfigurationError) -> String? {
        let text: String?, place: String
        switch token {
        case .none: return nil
        case .variable(let name): (text, place) = (surroundings.variable(name), name)
        case .file(let path):
            let bytes = try? surroundings.readFile(path)
            (text, place) = (bytes.flatMap { String(validating: $0, as: UTF8.self) }, path)
        }
        guard let text, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw ConfigurationError(.invalidSetting, at: place, "there is no token that a header can have")
        }
        return text
    }

    private func ask(_ instance: InstanceRequest, _ tried: [String]) async throws -> Credentials {
        do {
            return try await InstanceMetadata(instance) { request in
                try await answer(
                    to: request,
                    [],
                    .seconds(instance.timeoutSeconds),
                    attempts: instance.attempts,
                    from: "EC2 instance at \(instance.endpoint)"
                )
            }.credentials()
        } catch let error as ConfigurationError where error.code != .noCredentials {
            let last = "\(error.place): \(error.message)"
            throw ConfigurationError(.noCredentials, at: "credentials", "there are none", tried: tried + [last])
        }
    }

    // MARK: Sending

    /// Asks again where there is no answer, or one that says that the service is not well.
    private func answer(
        to request: HTTPRequest,
        _ body: [UInt8],
        _ limit: Span,
        attempts: Int,
        from place: String
    ) async throws -> ChainSurroundings.Answer {
        for _ in 1..<max(attempts, 1) {
            do {
                let answer = try await surroundings.send(request, body, limit)
                if answer.status < 500 { return answer }
            } catch let error as CancellationError {
                throw error
            } catch {}
            try await surroundings.time.sleep(Self.pause)
        }
        do {
            return try await surroundings.send(request, body, limit)
        } catch let error as CancellationError {
            throw error
        } catch {
            throw ConfigurationError(.unreachable, at: place, "it does not answer")
        }
    }
}

extension ConfiguredEndpoint {
    /// - Parameter isWholePath: whether the path has the endpoint's own prefix already.
    func request(_ method: HTTPRequest.Method, _ path: String, isWholePath: Bool = false) -> HTTPRequest {
        HTTPRequest(
            method: method,
            scheme: scheme,
            authority: authority,
            path: isWholePath ? path : pathPrefix + path
        )
    }
}
