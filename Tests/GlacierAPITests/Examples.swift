import GlacierAPI
import GlacierModel
import HTTPTypes
import TreeHash

/// Values as they stand in captured documents.
enum Example {
    static let uploadID = "XfiA5PM122LLolN5gu___oRss20GeXhvM0ZFJiAmvBhZXRSN1Py8ZNQHxkeFk24Vm0zOjMUodpYJ02WFJ7Hp7i7EACwF"
    static let jobID = "vJo5-KLs3G5-JgWSw2IQAmbC4qKaOVtlXwUBdBDLhcQA1bNT7z0_RnffszPmpEGq8ErWuM_PWB8yK9wBTQsQOyzJokNW"
    static let archiveID =
        "TgCPA9cpYEGWVo6-_TDVqkHeeA7g_6opDeu2KZv_6GVf98sOWqwyVca5sxOmz6k--yegDNONmbO-iR-hnMbgeESA5T6w_Fs2N11YoqgX7FW-"
        + "Rtovl3KXkbwUjrTTj9bQUlFVN1LlXw"
    static let treeHash = "983707d8d4bd9527c538ceee061cae3bd5a6306d7700306271c8e8b9a963c460"
    static let otherHash = "560c2c9333c719cb00cfdffee3ba293db17f58743cdd1f7e4055373ae6300afa"

    static let deployment = Deployment(partition: .aws, region: "us-east-1")

    static func vault(_ name: String = "examplevault", account: String = "111122223333") throws -> VaultReference {
        VaultReference(account: try AccountID(account), name: try VaultName(name))
    }

    static func digest(_ hex: String) throws -> Digest {
        guard let digest = Digest(hex: hex) else { throw NotHex(text: hex) }
        return digest
    }

    struct NotHex: Error {
        let text: String
    }
}

extension RequestParts {
    /// A request with what an operation reads; what is not given is missing.
    static func with(
        identifier: String = "",
        query: String = "",
        headers: HTTPFields = [:],
        declaredLength: Int64? = nil,
        isChunked: Bool = false,
        body: String = ""
    ) -> RequestParts {
        RequestParts(
            identifier: identifier,
            query: QueryParameters(query[...]),
            headers: headers,
            declaredLength: declaredLength,
            isChunked: isChunked,
            body: Array(body.utf8)
        )
    }
}

extension APIResponse {
    var statusCode: Int { status.code }

    /// The document as text; nil where the body is none.
    var document: String? {
        if case .json(let bytes) = body { String(decoding: bytes, as: UTF8.self) } else { nil }
    }

    /// Bytes of a streamed body; nil where it is none.
    var streamLength: Int64? {
        if case .stream(let length) = body { length } else { nil }
    }

    var hasNoBody: Bool {
        if case .none = body { true } else { false }
    }

    /// All headers as `name: value`, in the order of their names.
    var headerLines: [String] {
        headers.map { "\($0.name.rawName): \($0.value)" }.sorted()
    }
}
