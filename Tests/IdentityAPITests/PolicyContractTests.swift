import GlacierModel
import IdentityAPI
import Testing

/// The examples of https://docs.aws.amazon.com/IAM/latest/APIReference/, with the elements that they leave out.
@Suite("Policies, groups and roles on the wire")
struct PolicyContractTests {
    private static let arn = "arn:aws:iam::123456789012:policy/S3-read-only-example-bucket"

    private func managedPolicy() throws -> ManagedPolicy {
        ManagedPolicy(
            arn: try PolicyARN(Self.arn),
            uniqueID: try UniqueID("ANPACKCEVSQ6C2EXAMPLE"),
            description: "Only S3",
            creationDate: Example.date,
            updateDate: Example.date + .seconds(60),
            defaultVersion: .first,
            attachments: 9,
            boundaryUses: 0
        )
    }

    @Test("GetPolicy: the example")
    func getsPolicy() throws {
        let input = try Example.input(GetPolicy.self, "Action=GetPolicy&PolicyArn=\(Self.arn)")
        #expect(GetPolicy.resources(of: input) == [.policy(try PolicyARN(Self.arn))])
        #expect(
            try Example.answer(GetPolicy.self, .getPolicy, managedPolicy())
                == compact(
                    """
                    <GetPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetPolicyResult><Policy>
                    <PolicyName>S3-read-only-example-bucket</PolicyName><PolicyId>ANPACKCEVSQ6C2EXAMPLE</PolicyId>
                    <Arn>\(Self.arn)</Arn><Path>/</Path><DefaultVersionId>v1</DefaultVersionId>
                    <AttachmentCount>9</AttachmentCount>
                    <PermissionsBoundaryUsageCount>0</PermissionsBoundaryUsageCount>
                    <IsAttachable>true</IsAttachable><Description>Only S3</Description>
                    <CreateDate>2012-03-14T23:51:23Z</CreateDate><UpdateDate>2012-03-14T23:52:23Z</UpdateDate>
                    </Policy></GetPolicyResult><ResponseMetadata>
                    <RequestId>7a62c49f-347e-4fc4-9331-6e8eEXAMPLE</RequestId></ResponseMetadata></GetPolicyResponse>
                    """
                )
        )
    }

    @Test("ListPolicies reads its filters, and leaves descriptions out")
    func listsPolicies() throws {
        let input = try Example.input(
            ListPolicies.self,
            "Action=ListPolicies&Scope=Local&OnlyAttached=true&PathPrefix=/a&PolicyUsageFilter=PermissionsBoundary"
        )
        #expect(
            input.selection
                == PolicySelection(
                    scope: .local,
                    prefix: try IdentityPathPrefix("/a"),
                    onlyAttached: true,
                    usage: .permissionsBoundary
                )
        )
        let answer = try Example.answer(
            ListPolicies.self,
            .listPolicies,
            IdentityPage(items: [try managedPolicy()], marker: nil)
        )
        #expect(!answer.contains("Description") && answer.contains("<IsTruncated>false</IsTruncated></ListPol"))
    }

    @Test("GetUserPolicy: documents are percent-encoded but for unreserved characters")
    func encodesDocument() throws {
        let policy = InlinePolicy(
            name: try PolicyName("AllAccessPolicy"),
            document: "{\"Version\": \"2012-10-17\",\n\"a+é~._-/*\":[]}"
        )
        let answer = try Example.answer(
            GetInlinePolicy.self,
            .getUserPolicy,
            .init(kind: .user, identityName: IdentityName("Bob", of: .user), policy: policy)
        )
        #expect(
            answer.contains(
                "<GetUserPolicyResult><UserName>Bob</UserName><PolicyName>AllAccessPolicy</PolicyName>"
                    + "<PolicyDocument>%7B%22Version%22%3A%20%222012-10-17%22%2C"
                    + "%0A%22a%2B%C3%A9~._-%2F%2A%22%3A%5B%5D%7D"
                    + "</PolicyDocument></GetUserPolicyResult>"
            )
        )
    }

    @Test(
        "a family's operations name their kind of identity in parameters and elements",
        arguments: [
            ("PutUserPolicy", IdentityKind.user), ("PutGroupPolicy", .group), ("PutRolePolicy", .role),
        ]
    )
    func readsFamily(_ action: String, _ kind: IdentityKind) throws {
        let input = try Example.input(
            PutInlinePolicy.self,
            "Action=\(action)&\(kind.word)Name=Bob&PolicyName=P&PolicyDocument=%7B%7D"
        )
        #expect(input.identity == (try Example.reference(kind, "Bob")))
        #expect(PutInlinePolicy.operation(of: input).rawValue == action)
        #expect(PutInlinePolicy.resources(of: input) == [.identity(input.identity)])
        let other = kind == .user ? "Group" : "User"
        #expect(throws: IdentityError.missingParameter("\(kind.word)Name")) {
            try Example.input(
                PutInlinePolicy.self,
                "Action=\(action)&\(other)Name=Bob&PolicyName=P&PolicyDocument=%7B%7D"
            )
        }
    }

    @Test("AttachRolePolicy tells conditions which policy it attaches")
    func attaches() throws {
        let input = try Example.input(
            AttachPolicy.self,
            "Action=AttachRolePolicy&RoleName=ReadOnlyRole&PolicyArn=\(Self.arn)"
        )
        #expect(AttachPolicy.facts(of: input).policyARN == (try PolicyARN(Self.arn)))
        #expect(AttachPolicy.operation(of: input) == .attachRolePolicy)
    }

    @Test("GetGroup: the example")
    func getsGroup() throws {
        let group = Identity(
            kind: .group,
            name: try IdentityName("Admins", of: .group),
            path: .root,
            uniqueID: try UniqueID("AGPACKCEVSQ6C2EXAMPLE"),
            creationDate: Example.date
        )
        let users = IdentityPage(items: [try Example.user("Jill")], marker: nil)
        #expect(
            try Example.answer(GetGroup.self, .getGroup, .init(group: group, users: users))
                == compact(
                    """
                    <GetGroupResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetGroupResult><Group>
                    <Path>/</Path><GroupName>Admins</GroupName><GroupId>AGPACKCEVSQ6C2EXAMPLE</GroupId>
                    <Arn>arn:aws:iam::123456789012:group/Admins</Arn>
                    <CreateDate>2012-03-14T23:51:23Z</CreateDate></Group><Users><member>
                    <Path>/</Path><UserName>Jill</UserName><UserId>AIDACKCEVSQ6C2EXAMPLE</UserId>
                    <Arn>arn:aws:iam::123456789012:user/Jill</Arn>
                    <CreateDate>2012-03-14T23:51:23Z</CreateDate></member></Users>
                    <IsTruncated>false</IsTruncated></GetGroupResult><ResponseMetadata>
                    <RequestId>7a62c49f-347e-4fc4-9331-6e8eEXAMPLE</RequestId></ResponseMetadata></GetGroupResponse>
                    """
                )
        )
    }

    @Test("AddUserToGroup asks for permission on the group alone")
    func addsMember() throws {
        let input = try Example.input(ChangeMembership.self, "Action=AddUserToGroup&GroupName=Admins&UserName=Bob")
        #expect(input.change == .add)
        #expect(ChangeMembership.resources(of: input) == [.identity(try Example.reference(.group, "Admins"))])
        let removal = try Example.input(
            ChangeMembership.self,
            "Action=RemoveUserFromGroup&GroupName=Admins&UserName=Bob"
        )
        #expect(ChangeMembership.operation(of: removal) == .removeUserFromGroup)
    }

    @Test("CreateRole: trust policy, length of sessions and description")
    func createsRole() throws {
        let input = try Example.input(
            CreateRole.self,
            "Action=CreateRole&RoleName=S3Access&Path=/application_abc/&AssumeRolePolicyDocument=%7B%7D"
                + "&MaxSessionDuration=7200&Description=a+b"
        )
        #expect(input.trustPolicy.text == "{}" && input.maximumSession.seconds == 7200)
        let role = Identity(
            kind: .role,
            name: input.role.name,
            path: input.path,
            uniqueID: try UniqueID("AROADBQP57FF2AEXAMPLE"),
            creationDate: Example.date,
            role: RoleTerms(
                trustPolicy: input.trustPolicy.text,
                maximumSession: input.maximumSession,
                description: input.description
            )
        )
        let expected = compact(
            """
            <Role><Path>/application_abc/</Path><RoleName>S3Access</RoleName>
            <RoleId>AROADBQP57FF2AEXAMPLE</RoleId>
            <Arn>arn:aws:iam::123456789012:role/application_abc/S3Access</Arn>
            <CreateDate>2012-03-14T23:51:23Z</CreateDate>
            <AssumeRolePolicyDocument>%7B%7D</AssumeRolePolicyDocument><Description>a b</Description>
            <MaxSessionDuration>7200</MaxSessionDuration></Role>
            """
        )
        #expect(try Example.answer(CreateRole.self, .createRole, role).contains(expected))
        for (text, error) in [
            ("3599", IdentityValueError.tooSmall(minimum: 3600)), ("43201", .tooLarge(maximum: 43_200)),
            ("1h", .malformed(.number)), ("9999999999", .malformed(.number)),
        ] {
            #expect(throws: IdentityError.invalidParameter("MaxSessionDuration", value: text, error)) {
                try Example.input(
                    CreateRole.self,
                    "Action=CreateRole&RoleName=r&AssumeRolePolicyDocument=%7B%7D&MaxSessionDuration=\(text)"
                )
            }
        }
    }

    @Test("UpdateRole has a result without anything in it")
    func updatesRole() throws {
        #expect(
            try Example.answer(UpdateRole.self, .updateRole, .init()).contains(
                "<UpdateRoleResult></UpdateRoleResult><ResponseMetadata>"
            )
        )
    }

    @Test("versions of policies: which are shown with their text")
    func showsVersions() throws {
        let version = ManagedPolicyVersion(id: .first, document: "{}", creationDate: Example.date, isDefault: true)
        let members =
            "<VersionId>v1</VersionId><IsDefaultVersion>true</IsDefaultVersion>"
            + "<CreateDate>2012-03-14T23:51:23Z</CreateDate>"
        #expect(
            try Example.answer(GetPolicyVersion.self, .getPolicyVersion, version).contains(
                "<PolicyVersion><Document>%7B%7D</Document>\(members)</PolicyVersion>"
            )
        )
        #expect(
            try Example.answer(CreatePolicyVersion.self, .createPolicyVersion, version).contains(
                "<PolicyVersion>\(members)</PolicyVersion>"
            )
        )
        let input = try Example.input(
            CreatePolicyVersion.self,
            "Action=CreatePolicyVersion&PolicyArn=\(Self.arn)&PolicyDocument=%7B%7D&SetAsDefault=TRUE"
        )
        #expect(input.role == .defaultVersion)
        let change = try Example.input(
            ChangePolicyVersion.self,
            "Action=SetDefaultPolicyVersion&PolicyArn=\(Self.arn)&VersionId=v2"
        )
        #expect(change.change == .makeDefault && change.version.number == 2)
    }

    @Test("ListEntitiesForPolicy: a list for each kind")
    func listsEntities() throws {
        let page = IdentityPage(
            items: [
                PolicyEntity(
                    kind: .role,
                    name: try IdentityName("DevRole", of: .role),
                    uniqueID: try UniqueID("AROADBQP57FF2AEXAMPLE")
                )
            ],
            marker: nil
        )
        #expect(
            try Example.answer(ListEntitiesForPolicy.self, .listEntitiesForPolicy, page).contains(
                "<PolicyUsers></PolicyUsers><PolicyGroups></PolicyGroups><PolicyRoles><member>"
                    + "<RoleName>DevRole</RoleName><RoleId>AROADBQP57FF2AEXAMPLE</RoleId></member></PolicyRoles>"
                    + "<IsTruncated>false</IsTruncated>"
            )
        )
    }

    @Test("GetAccountSummary: a map of numbers in the order of their names")
    func summarises() throws {
        let counts = IdentityCounts(identities: [.user: 3, .role: 1], policies: 2, policyVersions: 4)
        let answer = try Example.answer(GetAccountSummary.self, .getAccountSummary, counts)
        #expect(answer.contains("<SummaryMap><entry><key>AccessKeysPerUserQuota</key><value>2</value></entry>"))
        #expect(answer.contains("<entry><key>Users</key><value>3</value></entry><entry><key>UsersQuota</key>"))
        #expect(answer.contains("<entry><key>Groups</key><value>0</value></entry>"))
    }
}
