extension SwiftText {
    /// The modules that are imported, each as often as it is.
    var imports: [String] {
        lines.compactMap { line in
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let keyword = words.firstIndex(of: "import"),
                words[..<keyword].allSatisfy({ $0.hasPrefix("@") || SwiftText.accessLevels.contains($0) })
            else { return nil }
            let names = words[(keyword + 1)...].drop { SwiftText.kinds.contains($0) }
            return names.first?.split(separator: ".").first.map(String.init)
        }
    }

    private static let accessLevels: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
    private static let kinds: Set<Substring> = [
        "struct", "class", "enum", "protocol", "typealias", "func", "let", "var",
    ]
}
