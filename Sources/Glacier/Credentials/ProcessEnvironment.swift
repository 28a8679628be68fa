import Foundation

extension ChainSurroundings {
    /// The variables of this process, for programs that leave the client to the chain altogether.
    public static var environmentOfThisProcess: [String: String] { ProcessInfo.processInfo.environment }
}
