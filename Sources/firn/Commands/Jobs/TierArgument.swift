import ArgumentParser
import GlacierModel

/// How fast a retrieval is, on the command line: in letters of any case.
struct TierArgument: ExpressibleByArgument {
    let tier: Tier

    init?(argument: String) {
        let named = Tier.allCases.first { $0.rawValue.lowercased() == argument.lowercased() }
        guard let tier = named else { return nil }
        self.tier = tier
    }

    static var allValueStrings: [String] { Tier.allCases.map { $0.rawValue.lowercased() } }
}
