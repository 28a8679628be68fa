/// Where in a policy something stands, such as `Statement[1].Condition.IpAddress.aws:SourceIp[0]`.
public struct PolicyPlace: Hashable, Sendable, CustomStringConvertible {
    enum Step: Hashable, Sendable {
        case member(String)
        /// Counted from 0.
        case element(Int)
    }

    static let document = PolicyPlace(steps: [])

    /// From the outside to the inside.
    let steps: [Step]

    func member(_ name: String) -> PolicyPlace { PolicyPlace(steps: steps + [.member(name)]) }

    func element(_ index: Int) -> PolicyPlace { PolicyPlace(steps: steps + [.element(index)]) }

    /// Names with dots between them, and indices from 0; `document` for the whole. Names come from the policy: they are
    /// shown up to 64 characters, and only their printable ASCII, so that the text fits into a line of a log.
    public var description: String {
        var text = ""
        for step in steps {
            switch step {
            case .member(let name): text += (text.isEmpty ? "" : ".") + Self.shown(name)
            case .element(let index): text += "[\(index)]"
            }
        }
        return text.isEmpty ? "document" : text
    }

    private static let longestShownName = 64

    /// A text of a policy as it may stand in a line: up to 64 characters, only printable ASCII.
    static func shown(_ name: String) -> String {
        if name.isEmpty { return "\"\"" }
        let scalars = name.unicodeScalars.prefix(longestShownName + 1)
        var text = ""
        for scalar in scalars.prefix(longestShownName) {
            text.unicodeScalars.append((" "..."~").contains(scalar) ? scalar : "?")
        }
        return scalars.count > longestShownName ? text + "…" : text
    }
}
