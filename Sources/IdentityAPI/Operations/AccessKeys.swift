package import GlacierModel

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html
package enum CreateAccessKey: IdentityContract {
    package struct Input: Sendable {
        package let account: AccountID
        package let owner: AccessKeyOwner
    }

    /// The only time that a secret is shown.
    package struct Output: Sendable {
        let owner: AccessKeyOwner
        let key: AccessKeyRecord
        let secret: String

        package init(owner: AccessKeyOwner, key: AccessKeyRecord, secret: String) {
            self.owner = owner
            self.key = key
            self.secret = secret
        }
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(account: request.account, owner: try request.userOrCaller())
    }

    package static func operation(of input: Input) -> IdentityOperationName { .createAccessKey }

    package static func resources(of input: Input) -> [IdentityResource] {
        [input.owner.resource(in: input.account)]
    }

    package static func write(_ output: Output, to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.element("AccessKey") { xml in
            xml.element("UserName", ifPresent: output.owner.userName)
            xml.accessKey(output.key)
            xml.element("SecretAccessKey", output.secret)
        }
    }
}

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html
package enum ListAccessKeys: IdentityContract {
    package struct Input: Sendable {
        package let account: AccountID
        package let owner: AccessKeyOwner
        package let page: IdentityPageRequest
    }

    package struct Output: Sendable {
        let owner: AccessKeyOwner
        let page: IdentityPage<AccessKeyRecord>

        package init(owner: AccessKeyOwner, page: IdentityPage<AccessKeyRecord>) {
            self.owner = owner
            self.page = page
        }
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(account: request.account, owner: try request.userOrCaller(), page: try request.page())
    }

    package static func operation(of input: Input) -> IdentityOperationName { .listAccessKeys }

    package static func resources(of input: Input) -> [IdentityResource] {
        [input.owner.resource(in: input.account)]
    }

    package static func write(_ output: Output, to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.list("AccessKeyMetadata", output.page.items) { xml, key in
            xml.element("UserName", ifPresent: output.owner.userName)
            xml.accessKey(key)
        }
        xml.pageEnd(output.page.marker)
    }
}

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html
package enum UpdateAccessKey: IdentityContract {
    package struct Input: Sendable {
        package let account: AccountID
        package let owner: AccessKeyOwner
        package let id: AccessKeyID
        package let status: AccessKeyRecord.Status
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            account: request.account,
            owner: try request.userOrCaller(),
            id: try request.required("AccessKeyId", AccessKeyID.init(_:)),
            status: try request.required("Status", QueryText.word)
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { .updateAccessKey }

    package static func resources(of input: Input) -> [IdentityResource] {
        [input.owner.resource(in: input.account)]
    }

    package typealias Output = Void
}

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html
package enum DeleteAccessKey: IdentityContract {
    package struct Input: Sendable {
        package let account: AccountID
        package let owner: AccessKeyOwner
        package let id: AccessKeyID
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(
            account: request.account,
            owner: try request.userOrCaller(),
            id: try request.required("AccessKeyId", AccessKeyID.init(_:))
        )
    }

    package static func operation(of input: Input) -> IdentityOperationName { .deleteAccessKey }

    package static func resources(of input: Input) -> [IdentityResource] {
        [input.owner.resource(in: input.account)]
    }

    package typealias Output = Void
}

/// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html
package enum GetAccessKeyLastUsed: IdentityContract {
    package struct Input: Sendable {
        package let account: AccountID
        package let id: AccessKeyID
    }

    package struct Output: Sendable {
        let owner: AccessKeyOwner
        let lastUse: AccessKeyRecord.LastUse?

        package init(owner: AccessKeyOwner, lastUse: AccessKeyRecord.LastUse?) {
            self.owner = owner
            self.lastUse = lastUse
        }
    }

    package static func input(from request: inout IdentityRequest) throws(IdentityError) -> Input {
        Input(account: request.account, id: try request.required("AccessKeyId", AccessKeyID.init(_:)))
    }

    package static func operation(of input: Input) -> IdentityOperationName { .getAccessKeyLastUsed }
    package static func resources(of input: Input) -> [IdentityResource] { [.accessKey(input.id)] }

    /// A key that was never used has `N/A` for service and region, and no date.
    package static func write(_ output: Output, to xml: inout XMLWriter, _ place: IdentityPlace) {
        xml.element("UserName", ifPresent: output.owner.userName)
        xml.element("AccessKeyLastUsed") { xml in
            xml.element("LastUsedDate", ifPresent: output.lastUse?.date.secondsText)
            xml.element("ServiceName", output.lastUse?.service ?? "N/A")
            xml.element("Region", output.lastUse?.region ?? "N/A")
        }
    }
}

extension AccessKeyOwner {
    /// Nil for the root.
    var userName: String? {
        switch self {
        case .root: nil
        case .user(let name): name.text
        }
    }
}
