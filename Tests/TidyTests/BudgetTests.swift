import Testing

@Suite("Budgets")
struct BudgetTests {
    private static let longestFile = 600
    private static let medianFile = 120
    private static let longestFunction = 70
    private static let widestLine = 120

    @Test("the project's files are found")
    func findsFiles() {
        #expect(ProjectFolder.sources.contains { $0.path == "Sources/TreeHash/Digest.swift" })
        #expect(ProjectFolder.tests.contains { $0.path == "Tests/TidyTests/BudgetTests.swift" })
        #expect(ProjectFolder.everything.contains { $0.path == "Package.swift" })
    }

    @Test("no file has more than 600 lines")
    func boundsFiles() {
        for file in ProjectFolder.sources + ProjectFolder.tests {
            #expect(file.lineCount <= Self.longestFile, "\(file.path)")
        }
    }

    @Test("half of the source files have at most 120 lines")
    func boundsMedian() {
        let counts = ProjectFolder.sources.map(\.lineCount).sorted()
        let median = counts.isEmpty ? 0 : counts[counts.count / 2]
        #expect(median <= Self.medianFile, "\(counts.count) files, the longest has \(counts.last ?? 0) lines")
    }

    @Test("no function has more than 70 lines")
    func boundsFunctions() {
        for file in ProjectFolder.sources + ProjectFolder.tests where file.path.hasSuffix(".swift") {
            for function in SwiftText(file.text).functions {
                #expect(
                    function.lineCount <= Self.longestFunction,
                    "\(file.path):\(function.firstLine) \(function.name)"
                )
            }
        }
    }

    @Test("no line has more than 120 columns")
    func boundsLines() {
        for file in ProjectFolder.sources + ProjectFolder.tests {
            for (index, line) in file.lines.enumerated() {
                #expect(line.count <= Self.widestLine, "\(file.path):\(index + 1)")
            }
        }
    }
}
