import GlacierAPI
import GlacierModel
import HTTPTypes
import Testing

@Suite("Routes")
struct RouteTests {
    /// Method, path, operation, vault, identifier: all 33 operations.
    private static let table: [(HTTPRequest.Method, String, OperationName, String?, String)] = [
        (.delete, "/-/vaults/v/multipart-uploads/U", .abortMultipartUpload, "v", "U"),
        (.delete, "/-/vaults/v/lock-policy", .abortVaultLock, "v", ""),
        (.post, "/-/vaults/v/tags?operation=add", .addTagsToVault, "v", ""),
        (.post, "/-/vaults/v/multipart-uploads/U", .completeMultipartUpload, "v", "U"),
        (.post, "/-/vaults/v/lock-policy/L", .completeVaultLock, "v", "L"),
        (.put, "/-/vaults/v", .createVault, "v", ""),
        (.delete, "/-/vaults/v/archives/A", .deleteArchive, "v", "A"),
        (.delete, "/-/vaults/v", .deleteVault, "v", ""),
        (.delete, "/-/vaults/v/access-policy", .deleteVaultAccessPolicy, "v", ""),
        (.delete, "/-/vaults/v/notification-configuration", .deleteVaultNotifications, "v", ""),
        (.get, "/-/vaults/v/jobs/J", .describeJob, "v", "J"),
        (.get, "/-/vaults/v", .describeVault, "v", ""),
        (.get, "/-/policies/data-retrieval", .getDataRetrievalPolicy, nil, ""),
        (.get, "/-/vaults/v/jobs/J/output", .getJobOutput, "v", "J"),
        (.get, "/-/vaults/v/access-policy", .getVaultAccessPolicy, "v", ""),
        (.get, "/-/vaults/v/lock-policy", .getVaultLock, "v", ""),
        (.get, "/-/vaults/v/notification-configuration", .getVaultNotifications, "v", ""),
        (.post, "/-/vaults/v/jobs", .initiateJob, "v", ""),
        (.post, "/-/vaults/v/multipart-uploads", .initiateMultipartUpload, "v", ""),
        (.post, "/-/vaults/v/lock-policy", .initiateVaultLock, "v", ""),
        (.get, "/-/vaults/v/jobs", .listJobs, "v", ""),
        (.get, "/-/vaults/v/multipart-uploads", .listMultipartUploads, "v", ""),
        (.get, "/-/vaults/v/multipart-uploads/U", .listParts, "v", "U"),
        (.get, "/-/provisioned-capacity", .listProvisionedCapacity, nil, ""),
        (.get, "/-/vaults/v/tags", .listTagsForVault, "v", ""),
        (.get, "/-/vaults", .listVaults, nil, ""),
        (.post, "/-/provisioned-capacity", .purchaseProvisionedCapacity, nil, ""),
        (.post, "/-/vaults/v/tags?operation=remove", .removeTagsFromVault, "v", ""),
        (.put, "/-/policies/data-retrieval", .setDataRetrievalPolicy, nil, ""),
        (.put, "/-/vaults/v/access-policy", .setVaultAccessPolicy, "v", ""),
        (.put, "/-/vaults/v/notification-configuration", .setVaultNotifications, "v", ""),
        (.post, "/-/vaults/v/archives", .uploadArchive, "v", ""),
        (.put, "/-/vaults/v/multipart-uploads/U", .uploadMultipartPart, "v", "U"),
    ]

    private static let methods: [HTTPRequest.Method] = [.get, .put, .post, .delete, .head, .options, .patch, .trace]

    private func route(_ method: HTTPRequest.Method, _ text: String) throws -> Route {
        try Route(method: method, target: RequestTarget(text))
    }

    @Test("every operation has its method and path", arguments: table)
    func finds(
        _ method: HTTPRequest.Method,
        _ text: String,
        _ operation: OperationName,
        _ vault: String?,
        _ id: String
    ) throws {
        let route = try route(method, text)
        #expect(route.operation == operation)
        #expect(route.account == "-")
        #expect(route.vault == vault)
        #expect(route.identifier == id)
    }

    @Test("the 33 operations are all there, by the names of the API")
    func isComplete() {
        #expect(Self.table.map { $0.2 } == OperationName.allCases)
        #expect(OperationName.allCases.count == 33)
        for operation in OperationName.allCases {
            #expect(operation.rawValue.lowercased() == "\(operation)".lowercased())
        }
        #expect(OperationName.allCases.filter(\.receivesArchiveBytes) == [.uploadArchive, .uploadMultipartPart])
    }

    @Test("no other method leads anywhere", arguments: table.map { String($0.1.prefix { $0 != "?" }) })
    func refusesOtherMethods(_ path: String) throws {
        let allowed = Set(Self.table.filter { $0.1.prefix { $0 != "?" } == path }.map { $0.0 })
        for method in Self.methods where !allowed.contains(method) {
            let message = "The request does not match any operation: \(method.rawValue) \(path)"
            #expect(throws: ServiceError.badRequest(message)) { try route(method, path) }
        }
    }

    @Test(
        "no other path leads anywhere",
        arguments: [
            "/", "//", "/-", "/-/", "//vaults", "/vaults", "/vaults/x/archives", "/-//vaults", "/-/Vaults",
            "/-/vault", "/-/vaults/v/archives/A/x", "/-/vaults/v/archive", "/-/vaults/v/jobs/J/output/x",
            "/-/vaults/v/jobs/J/outputs", "/-/vaults/v/archives/A/output", "/-/vaults/v/uploads", "/-/vaults/v/",
            "/-/vaults/v//", "/-/vaults/v/notification-policy", "/-/vaults/v/notification-configuration/x",
            "/-/vaults/v/access-policy/x", "/-/vaults/v/tags/x", "/-/policies", "/-/policies/", "/-/policies/x",
            "/-/policies/data-retrieval/", "/-/priority-capacity", "/-/provisioned-capacity/", "/-/vaults%2Fv",
            "/-%2Fvaults/v",
        ]
    )
    func refusesPath(_ path: String) {
        for method in [HTTPRequest.Method.get, .put, .post, .delete] {
            let message = "The request does not match any operation: \(method.rawValue) \(path)"
            #expect(throws: ServiceError.badRequest(message)) { try route(method, path) }
        }
    }

    @Test(
        "a path that is not absolute, or cannot be decoded, is malformed",
        arguments: ["*", "-/vaults", "/-/vaults/%", "/-/vaults/%zz", "/%FF/vaults", "/-/vaults/v/jobs/%C3", "host:443"]
    )
    func refusesMalformedPath(_ text: String) {
        #expect(throws: ServiceError.badRequest("The request path is malformed.")) { try route(.get, text) }
    }

    @Test("names are decoded once, after the path was cut")
    func decodesNames() throws {
        let route = try route(.get, "/1111%32/vaults/a%2Fb%2520/jobs/%4A%3F")
        #expect(route.account == "11112")
        #expect(route.vault == "a/b%20")
        #expect(route.identifier == "J?")
    }

    @Test("fixed words of a path may be encoded, as any segment may")
    func decodesWords() throws {
        #expect(try route(.get, "/-/v%61ults").operation == .listVaults)
    }

    @Test("an empty name is a name, to be judged later")
    func keepsEmptyNames() throws {
        #expect(try route(.get, "/-/vaults/").vault == "")
        #expect(try route(.delete, "/-/vaults/v/archives/").identifier == "")
        #expect(try route(.get, "/-/vaults//jobs/J").vault == "")
    }

    @Test("a slash is one whatever mark follows it")
    func cutsAtBytes() throws {
        #expect(try route(.get, "/-/vaults/\u{301}").vault == "\u{301}")
    }

    @Test("unknown parameters are ignored")
    func ignoresUnknownParameters() throws {
        #expect(try route(.get, "/-/vaults?foo=1&foo=2&operation=add").operation == .listVaults)
    }

    @Test(
        "a POST to the tags says whether to add or to remove",
        arguments: [
            ("", "Invalid operation: null"), ("?operation=", "Invalid operation: "),
            ("?operation=Add", "Invalid operation: Add"), ("?Operation=add", "Invalid operation: null"),
            ("?operation=add&operation=add", "Parameter given more than once: operation"),
        ]
    )
    func requiresTagOperation(_ query: String, _ message: String) {
        #expect(throws: ServiceError.invalidParameter(message)) { try route(.post, "/-/vaults/v/tags\(query)") }
    }
}
