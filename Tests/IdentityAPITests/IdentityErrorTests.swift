import GlacierModel
import IdentityAPI
import Testing

@Suite("Errors of the identity API")
struct IdentityErrorTests {
    @Test(
        "facts become codes, statuses and texts",
        arguments: [
            (.missingAction, 400, "MissingAction", "Missing Action"),
            (
                .unknownAction("Do", version: "1"), 400, "InvalidAction",
                "Could not find operation Do for version 1"
            ),
            (
                .missingParameter("UserName"), 400, "ValidationError",
                "1 validation error detected: Value null at 'userName' failed to satisfy constraint: "
                    + "Member must not be null"
            ),
            (
                .invalidParameter("UserName", value: "abc", .tooLong(maximum: 2)), 400, "ValidationError",
                "1 validation error detected: Value 'abc' at 'userName' failed to satisfy constraint: "
                    + "Member must have length less than or equal to 2"
            ),
            (
                .invalidParameter("Tags.member.1.Key", value: "*", .malformed(.tagKey)), 400, "ValidationError",
                "The specified value for tags.1.key is invalid. "
                    + "It must contain only letters, numbers, spaces and/or the following: _.:/=+-@"
            ),
            (
                .invalidParameter("Status", value: "x", .notOneOf(["Active", "Inactive"])), 400, "ValidationError",
                "1 validation error detected: Value 'x' at 'status' failed to satisfy constraint: "
                    + "Member must satisfy enum value set: [Active, Inactive]"
            ),
            (
                .invalidParameter("PolicyArn", value: "abc", .malformed(.policyARN)), 400, "InvalidInput",
                "ARN abc is not valid."
            ),
            (
                .tooManyMembers("TagKeys", maximum: 50), 400, "ValidationError",
                "1 validation error detected: Value at 'tagKeys' failed to satisfy constraint: "
                    + "Member must have length less than or equal to 50"
            ),
            (
                .accessDenied(principal: "p", action: "iam:GetUser", resource: "r"), 403, "AccessDenied",
                "User: p is not authorized to perform: iam:GetUser on resource: r"
            ),
            (
                .identityNotFound(.user, "Bob"), 404, "NoSuchEntity", "The user with name Bob cannot be found."
            ),
            (
                .inlinePolicyNotFound(.role, "p"), 404, "NoSuchEntity",
                "The role policy with name p cannot be found."
            ),
            (
                .accessKeyNotFound("AKIA"), 404, "NoSuchEntity", "The Access Key with id AKIA cannot be found."
            ),
            (.identityExists(.group, "g"), 409, "EntityAlreadyExists", "Group with name g already exists."),
            (
                .policyExists("p"), 409, "EntityAlreadyExists",
                "A policy called p already exists. Duplicate names are not allowed."
            ),
            (
                .deleteConflict(.accessKeys), 409, "DeleteConflict",
                "Cannot delete entity, must delete access keys first."
            ),
            (
                .limitReached(.accessKeysPerUser), 409, "LimitExceeded",
                "Cannot exceed quota for AccessKeysPerUser: 2"
            ),
            (
                .limitReached(.inlinePolicies(.group, name: "g")), 409, "LimitExceeded",
                "Maximum policy size of 5120 bytes exceeded for group g"
            ),
            (.malformedPolicy("why"), 400, "MalformedPolicyDocument", "why"),
            (.malformedForm("why"), 404, "MalformedQueryString", "why"),
        ] as [(IdentityError, Int, String, String)]
    )
    func maps(_ error: IdentityError, _ status: Int, _ code: String, _ message: String) {
        #expect(QueryError(error) == QueryError(status, code, message))
    }
}
