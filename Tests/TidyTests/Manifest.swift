/// What `Package.swift` says of the test targets, read from its text.
struct Manifest {
    /// Module names that each test target may import, by the target's name.
    let testDependencies: [String: Set<String>]

    init(_ text: String) {
        let products = Manifest.products(in: text)
        var dependencies: [String: Set<String>] = [:]
        for call in Manifest.calls(of: "tests", in: text) {
            guard let name = Manifest.literals(in: call).first else { continue }
            // The first list is that of the dependencies.
            let list = call.drop { $0 != "[" }.prefix { $0 != "]" }
            let named = list.split { !($0 == "." || $0.isLetter || $0.isNumber) }
                .filter { $0.hasPrefix(".") }
                .compactMap { products[String($0.dropFirst())] }
            dependencies[name] = Set(Manifest.literals(in: list) + named)
        }
        testDependencies = dependencies
    }

    /// The product that each short name stands for: `static let crypto = product(name: "Crypto", …)`.
    private static func products(in text: String) -> [String: String] {
        var products: [String: String] = [:]
        for part in text.split(separator: "static let ").dropFirst() {
            guard part.drop(while: { $0 != "=" }).dropFirst(2).hasPrefix("product(") else { continue }
            products[String(part.prefix { $0.isLetter || $0.isNumber })] = literals(in: part).first
        }
        return products
    }

    /// The arguments of each call of a function that begins a line.
    private static func calls(of function: String, in text: String) -> [Substring] {
        text.split(separator: "\n        \(function)(", omittingEmptySubsequences: false).dropFirst().map { rest in
            var depth = 1
            return rest.prefix { character in
                if character == "(" { depth += 1 }
                if character == ")" { depth -= 1 }
                return depth > 0
            }
        }
    }

    private static func literals(in text: some StringProtocol) -> [String] {
        text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
}
