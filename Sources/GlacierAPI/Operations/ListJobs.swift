public import GlacierModel
import JSONText

/// `GET /{account}/vaults/{vault}/jobs?completed=&statuscode=&limit=&marker=` → 200
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-jobs-get.html
public enum ListJobs: Contract {
    /// Which jobs are listed, and from where.
    public struct Input: Sendable {
        /// The vault of the path: its jobs alone are listed.
        public let vault: VaultReference
        /// The statuses asked for; a combination of filters that cannot hold leaves none.
        public let statuses: Set<JobStatusCode>
        /// Jobs on the page, counted after the filters.
        public let limit: PageLimit
        /// Nil for the newest job.
        public let start: ListingStart<JobThing>?
    }

    /// A page of jobs, each with its whole document.
    public struct Output: Sendable {
        /// The vault that all the jobs are of, for their ARN.
        public let vault: VaultReference
        /// Newest creation date first, then id.
        public let page: Page<Job>

        /// Takes a page that is filtered and in order.
        public init(vault: VaultReference, page: Page<Job>) {
            self.vault = vault
            self.page = page
        }
    }

    /// In policies `glacier:ListJobs`.
    public static let operation = OperationName.listJobs

    /// Reads the query; both filters must hold. `completed` is read in any case, `statuscode` only as it is written.
    ///
    /// - Throws: `ServiceError.invalidJobStatus`, `ServiceError.invalidParameter` for another `completed` or a repeated
    ///   parameter, `ServiceError.invalidLimit`, `ServiceError.invalidMarker`.
    public static func input(for target: VaultReference, from request: RequestParts) throws(ServiceError) -> Input {
        var statuses = Set(JobStatusCode.allCases)
        if let code = try request.query.value(of: "statuscode") {
            statuses = [try JobStatusCode(query: code)]
        }
        if let text = try request.query.value(of: "completed") {
            statuses.formIntersection(try completed(text))
        }
        let limit = try PageLimit(query: try request.query.value(of: "limit"), maximum: Limits.itemsPerPage)
        guard let marker = try request.query.marker() else {
            return Input(vault: target, statuses: statuses, limit: limit, start: nil)
        }
        return Input(vault: target, statuses: statuses, limit: limit, start: try ListingStart(marker: marker))
    }

    /// `JobList` and `Marker`, which is null on the last page.
    public static func response(to output: Output, deployment: Deployment) -> APIResponse {
        let next = output.page.next.map { ListingStart<JobThing>.marker(date: $0.creationDate, id: $0.id) }
        let jobs = output.page.items.map {
            DescribeJob.Output(vault: output.vault, job: $0).document(deployment)
        }
        var json = JSONObject()
        json.add("JobList", jobs)
        json.add("Marker", next)
        return .document(json)
    }

    private static func completed(_ text: String) throws(ServiceError) -> Set<JobStatusCode> {
        switch text.lowercased() {
        case "true": return [.succeeded, .failed]
        case "false": return [.inProgress]
        default: throw .invalidParameter("Invalid completed: \(text)")
        }
    }

    /// Which jobs are listed, and from where.
    public struct Call: Hashable, Sendable {
        /// The vault.
        public var vault: VaultAddress
        /// The most items on the page; nil for as many as the service gives.
        public var limit: Int?
        /// Where the page begins: the marker of the page before.
        public var marker: String?
        /// Jobs of this status alone.
        public var statusCode: JobStatusCode?
        /// Jobs that have ended alone, or those alone that have not.
        public var completed: Bool?

        /// Takes anything that can be sent: the service judges it.
        public init(
            vault: VaultAddress,
            limit: Int? = nil,
            marker: String? = nil,
            statusCode: JobStatusCode? = nil,
            completed: Bool? = nil
        ) {
            self.vault = vault
            self.limit = limit
            self.marker = marker
            self.statusCode = statusCode
            self.completed = completed
        }
    }

    /// A page of jobs.
    public typealias Reply = ListedItems<DescribedJob>

    /// Writes what `input(for:from:)` reads.
    ///
    /// - Throws: `UnsendableCall`
    public static func request(for call: Call) throws(UnsendableCall) -> APIRequest {
        var query = RequestQuery(limit: call.limit, marker: call.marker)
        query.add("statuscode", call.statusCode?.rawValue)
        query.add("completed", call.completed.map { String($0) })
        return .get(try RequestPath(call.vault, "jobs"), query)
    }

    /// Reads what `response(to:deployment:)` writes.
    ///
    /// - Throws: `UnreadableAnswer`
    public static func reply(from answer: APIAnswer) throws(UnreadableAnswer) -> Reply {
        try ListedItems(answer.document(), "JobList") { document throws(UnreadableAnswer) in
            try DescribedJob(document)
        }
    }
}
