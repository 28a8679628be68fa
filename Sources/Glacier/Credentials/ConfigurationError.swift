/// Why a client has no region, endpoint or credentials: what is wrong, where, and what had been tried before, in order.
///
/// No secret is ever part of it.
public struct ConfigurationError: Error, Hashable, Sendable {
    /// The kinds of mistakes that a caller may want to tell apart.
    public enum Code: Hashable, Sendable {
        /// A file is there but cannot be read, or is no configuration file.
        case malformedFile
        /// A profile was asked for that no file has.
        case unknownProfile
        /// Part of what belongs together is missing, such as the secret of an access key.
        case incomplete
        /// A setting has a value that cannot be used.
        case invalidSetting
        /// A setting asks for a way to get credentials that this client does not have.
        case unsupportedSetting
        /// Profiles name each other as sources of their credentials, in a circle.
        case sourceCycle
        /// Nothing names a region.
        case noRegion
        /// There are no credentials anywhere.
        case noCredentials
        /// Whoever gives out credentials said no, or something that cannot be understood.
        case refused
        /// Whoever gives out credentials cannot be reached.
        case unreachable
        /// Credentials have ended, and nobody gives out new ones.
        case expired
    }

    /// The kind of mistake.
    public let code: Code
    /// Where it is: an environment variable, a file and its line, a profile, or an address.
    public let place: String
    /// What is wrong there, in words.
    public let message: String
    /// The places that were looked at before, in this order, each with what became of it.
    public let tried: [String]

    init(_ code: Code, at place: String, _ message: String, tried: [String] = []) {
        (self.code, self.place, self.message, self.tried) = (code, place, message, tried)
    }
}

extension ConfigurationError: CustomStringConvertible {
    /// One sentence, and a list of what was tried where there is one.
    public var description: String {
        let sentence = "\(place): \(message)"
        return tried.isEmpty ? sentence : "\(sentence); tried in this order: \(tried.joined(separator: "; "))"
    }
}
