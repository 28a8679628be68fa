import GlacierModel
import IdentityAPI
import Testing

/// The examples of https://docs.aws.amazon.com/IAM/latest/APIReference/, with the elements that they leave out.
@Suite("Users and access keys on the wire")
struct UserContractTests {
    @Test("CreateUser: the example")
    func createsUser() throws {
        let input = try Example.input(
            CreateUser.self,
            "Action=CreateUser&Path=%2Fdivision_abc%2Fsubdivision_xyz%2F&UserName=Bob"
        )
        #expect(input.user == (try Example.reference(.user, "Bob")))
        #expect(input.path.text == "/division_abc/subdivision_xyz/")
        #expect(input.boundary == nil && input.tags.isEmpty)
        #expect(CreateUser.operation(of: input).action == "iam:CreateUser")
        #expect(CreateUser.resources(of: input) == [.new(input.user, path: input.path)])
        let answer = try Example.answer(
            CreateUser.self,
            .createUser,
            try Example.user(path: "/division_abc/subdivision_xyz/")
        )
        #expect(
            answer
                == compact(
                    """
                    <CreateUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
                      <CreateUserResult>
                        <User>
                          <Path>/division_abc/subdivision_xyz/</Path>
                          <UserName>Bob</UserName>
                          <UserId>AIDACKCEVSQ6C2EXAMPLE</UserId>
                          <Arn>arn:aws:iam::123456789012:user/division_abc/subdivision_xyz/Bob</Arn>
                          <CreateDate>2012-03-14T23:51:23Z</CreateDate>
                        </User>
                      </CreateUserResult>
                      <ResponseMetadata>
                        <RequestId>7a62c49f-347e-4fc4-9331-6e8eEXAMPLE</RequestId>
                      </ResponseMetadata>
                    </CreateUserResponse>
                    """
                )
        )
    }

    @Test("CreateUser: tags and boundary are read, shown, and told to conditions")
    func createsTaggedUser() throws {
        let boundary = "arn:aws:iam::aws:policy/IAMFullAccess"
        let input = try Example.input(
            CreateUser.self,
            "Action=CreateUser&UserName=Bob&PermissionsBoundary=\(boundary)"
                + "&Tags.member.1.Key=Dept&Tags.member.1.Value=a+b&Tags.member.2.Key=x&Tags.member.2.Value="
        )
        #expect(input.tags.map(\.key.text) == ["Dept", "x"])
        #expect(input.tags.map(\.value) == ["a b", ""])
        let facts = CreateUser.facts(of: input)
        #expect(facts.permissionsBoundary?.text == boundary && facts.tags == input.tags && facts.policyARN == nil)
        let user = Identity(
            kind: .user,
            name: input.user.name,
            path: input.path,
            uniqueID: try UniqueID("AIDACKCEVSQ6C2EXAMPLE"),
            creationDate: Example.date,
            boundary: input.boundary,
            tags: input.tags
        )
        let answer = try Example.answer(CreateUser.self, .createUser, user)
        #expect(
            answer.contains(
                "</CreateDate><PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType>"
                    + "<PermissionsBoundaryArn>\(boundary)</PermissionsBoundaryArn></PermissionsBoundary>"
                    + "<Tags><member><Key>Dept</Key><Value>a b</Value></member>"
                    + "<member><Key>x</Key><Value></Value></member></Tags></User>"
            )
        )
    }

    @Test("what is missing, doubled, unknown or reserved is refused")
    func refuses() throws {
        #expect(throws: IdentityError.missingParameter("UserName")) {
            try Example.input(CreateUser.self, "Action=CreateUser")
        }
        #expect(throws: IdentityError.unknownParameter("Username")) {
            try Example.input(CreateUser.self, "Action=CreateUser&UserName=a&Username=b")
        }
        #expect(throws: IdentityError.missingParameter("Tags.member.1.Value")) {
            try Example.input(CreateUser.self, "Action=CreateUser&UserName=a&Tags.member.1.Key=k")
        }
        #expect(throws: IdentityError.unknownParameter("Tags.member.2.Key")) {
            try Example.input(CreateUser.self, "Action=CreateUser&UserName=a&Tags.member.2.Key=k")
        }
        let twice = "Tags.member.1.Key=k&Tags.member.1.Value=&Tags.member.2.Key=K&Tags.member.2.Value="
        #expect(throws: IdentityError.duplicateTagKeys) {
            try Example.input(CreateUser.self, "Action=CreateUser&UserName=a&\(twice)")
        }
        #expect(throws: IdentityError.unknownAction("createUser", version: "2010-05-08")) {
            try Example.input(CreateUser.self, "Action=createUser&UserName=a")
        }
    }

    @Test("GetUser without a name means the caller")
    func meansCaller() throws {
        let user = try IdentityName("Bob", of: .user)
        #expect(try Example.input(GetUser.self, "Action=GetUser").user == .root)
        #expect(try Example.input(GetUser.self, "Action=GetUser", caller: .user(user)).user == .user(user))
        #expect(throws: IdentityError.userNameNeeded) {
            try Example.input(GetUser.self, "Action=GetUser", caller: .session)
        }
        let named = try Example.input(GetUser.self, "Action=GetUser&UserName=Bob", caller: .session)
        #expect(GetUser.resources(of: named) == [.identity(try Example.reference(.user, "Bob"))])
        #expect(
            try Example.answer(GetUser.self, .getUser, .root).contains(
                "<User><UserId>123456789012</UserId><Arn>arn:aws:iam::123456789012:root</Arn></User>"
            )
        )
    }

    @Test("ListUsers: the example's page, and the marker of the next one")
    func listsUsers() throws {
        let input = try Example.input(
            ListIdentities.self,
            "Action=ListUsers&PathPrefix=%2Fdivision_abc%2F&MaxItems=2"
        )
        #expect(input.kind == .user && input.prefix.text == "/division_abc/" && input.page.limit == 2)
        #expect(ListIdentities.resources(of: input) == [.listing(.user, input.prefix)])
        let page = IdentityPage(
            items: [
                try Example.user("Andrew", tags: [IdentityTag(key: IdentityTagKey("k"), value: "")]),
                try Example.user("Jackie"),
            ],
            marker: "next"
        )
        let answer = try Example.answer(ListIdentities.self, .listUsers, .init(kind: .user, page: page))
        #expect(
            answer
                == compact(
                    """
                    <ListUsersResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListUsersResult><Users>
                    <member><Path>/</Path><UserName>Andrew</UserName><UserId>AIDACKCEVSQ6C2EXAMPLE</UserId>
                    <Arn>arn:aws:iam::123456789012:user/Andrew</Arn>
                    <CreateDate>2012-03-14T23:51:23Z</CreateDate></member>
                    <member><Path>/</Path><UserName>Jackie</UserName><UserId>AIDACKCEVSQ6C2EXAMPLE</UserId>
                    <Arn>arn:aws:iam::123456789012:user/Jackie</Arn>
                    <CreateDate>2012-03-14T23:51:23Z</CreateDate></member>
                    </Users><IsTruncated>true</IsTruncated><Marker>next</Marker></ListUsersResult><ResponseMetadata>
                    <RequestId>7a62c49f-347e-4fc4-9331-6e8eEXAMPLE</RequestId></ResponseMetadata></ListUsersResponse>
                    """
                )
        )
    }

    @Test("UpdateUser needs permission for the old and for the new one, and has no result")
    func updatesUser() throws {
        let input = try Example.input(UpdateIdentity.self, "Action=UpdateUser&UserName=Bob&NewUserName=Robert")
        let bob = try Example.reference(.user, "Bob"), robert = try IdentityName("Robert", of: .user)
        #expect(
            UpdateIdentity.resources(of: input) == [.identity(bob), .renamed(bob, to: robert, path: nil)]
        )
        #expect(UpdateIdentity.operation(of: input) == .updateUser)
        #expect(
            try Example.answer(UpdateIdentity.self, .updateUser, ())
                == "<UpdateUserResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><ResponseMetadata>"
                + "<RequestId>7a62c49f-347e-4fc4-9331-6e8eEXAMPLE</RequestId></ResponseMetadata></UpdateUserResponse>"
        )
    }

    @Test("CreateAccessKey: the example; the root's key has no user")
    func createsAccessKey() throws {
        let key = AccessKeyRecord(id: "AKIAIOSFODNN7EXAMPLE", status: .active, creationDate: Example.date)
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY"
        let bob = AccessKeyOwner.user(try IdentityName("Bob", of: .user))
        let answer = try Example.answer(
            CreateAccessKey.self,
            .createAccessKey,
            .init(owner: bob, key: key, secret: secret)
        )
        #expect(
            answer.contains(
                "<CreateAccessKeyResult><AccessKey><UserName>Bob</UserName>"
                    + "<AccessKeyId>AKIAIOSFODNN7EXAMPLE</AccessKeyId><Status>Active</Status>"
                    + "<CreateDate>2012-03-14T23:51:23Z</CreateDate><SecretAccessKey>\(secret)</SecretAccessKey>"
                    + "</AccessKey></CreateAccessKeyResult>"
            )
        )
        let root = try Example.answer(
            CreateAccessKey.self,
            .createAccessKey,
            .init(owner: .root, key: key, secret: secret)
        )
        #expect(!root.contains("UserName"))
    }

    @Test("GetAccessKeyLastUsed: the example, and a key that was never used")
    func tellsLastUse() throws {
        let bob = AccessKeyOwner.user(try IdentityName("Bob", of: .user))
        let use = AccessKeyRecord.LastUse(date: Example.date, region: "us-west-2", service: "s3")
        #expect(
            try Example.answer(GetAccessKeyLastUsed.self, .getAccessKeyLastUsed, .init(owner: bob, lastUse: use))
                .contains(
                    "<UserName>Bob</UserName><AccessKeyLastUsed><LastUsedDate>2012-03-14T23:51:23Z</LastUsedDate>"
                        + "<ServiceName>s3</ServiceName><Region>us-west-2</Region></AccessKeyLastUsed>"
                )
        )
        #expect(
            try Example.answer(GetAccessKeyLastUsed.self, .getAccessKeyLastUsed, .init(owner: bob, lastUse: nil))
                .contains(
                    "<AccessKeyLastUsed><ServiceName>N/A</ServiceName><Region>N/A</Region></AccessKeyLastUsed>"
                )
        )
        #expect(throws: IdentityError.missingParameter("AccessKeyId")) {
            try Example.input(GetAccessKeyLastUsed.self, "Action=GetAccessKeyLastUsed")
        }
    }

    @Test("UntagUser reads its list of keys")
    func untags() throws {
        let input = try Example.input(
            UntagIdentity.self,
            "Action=UntagUser&UserName=Bob&TagKeys.member.1=Dept&TagKeys.member.2=Cost+Center"
        )
        #expect(input.keys.map(\.text) == ["Dept", "Cost Center"])
        #expect(UntagIdentity.facts(of: input).removedTagKeys == input.keys)
        #expect(throws: IdentityError.missingParameter("TagKeys")) {
            try Example.input(UntagIdentity.self, "Action=UntagUser&UserName=Bob")
        }
        #expect(
            throws: IdentityError.invalidParameter("TagKeys.member.1", value: "*", .malformed(.tagKey))
        ) {
            try Example.input(UntagIdentity.self, "Action=UntagUser&UserName=Bob&TagKeys.member.1=*")
        }
    }
}
