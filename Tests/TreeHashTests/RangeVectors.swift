import Testing

/// A range of an archive and the tree hash of exactly its bytes.
struct RangeVector: CustomTestStringConvertible {
    let range: Range<Int64>
    let isTreeHashAligned: Bool
    let tree: String

    var testDescription: String { range.description }
}

/// Ranges of P(6,815,744), which is 6.5 MiB. Computed independently, with hashlib of Python.
let rangeVectors = [
    RangeVector(
        range: 0..<6_815_744,
        isTreeHashAligned: true,
        tree: "8bcaa7b4b8f991ca140f306627f2c4e84601364cde8e054b6e0924433ca7482f"
    ),
    RangeVector(
        range: 0..<1_048_576,
        isTreeHashAligned: true,
        tree: "631b84027d6b9e52b539c4e8373622d23032dfadc64d60af87339c9037e4f769"
    ),
    RangeVector(
        range: 1_048_576..<2_097_152,
        isTreeHashAligned: true,
        tree: "729b9155f00261a681000ccd0ff20e750ed3d525b5b1e6fc961837a3bb666fd6"
    ),
    RangeVector(
        range: 0..<2_097_152,
        isTreeHashAligned: true,
        tree: "bf4dff263ae686b64403208c35a3767e38453d6477e841947588d13d04e1d816"
    ),
    RangeVector(
        range: 1_048_576..<3_145_728,
        isTreeHashAligned: false,
        tree: "b75aca8a18ab725e6da28ced838ac9be59756d81fd6899b0d853849b43f7117e"
    ),
    RangeVector(
        range: 2_097_152..<4_194_304,
        isTreeHashAligned: true,
        tree: "9e217b1ceb8db81071f9c6e4a2bf0401a83491d10751ce858a2628f5d699dbdb"
    ),
    RangeVector(
        range: 0..<3_145_728,
        isTreeHashAligned: false,
        tree: "2e7d51c0ffe06ce95fe74beed9a4ab35d18837f4ab2a9f4f066a60359eb999a1"
    ),
    RangeVector(
        range: 0..<4_194_304,
        isTreeHashAligned: true,
        tree: "c7d749cd55cefa8ed8fbc208202e18d019b7701f29886f7c5d662d77b3903833"
    ),
    RangeVector(
        range: 4_194_304..<6_291_456,
        isTreeHashAligned: true,
        tree: "3f1cd462b63cf286198c3f2ee91cf116dfed51d327686dca0fb06ba94a4ae759"
    ),
    RangeVector(
        range: 4_194_304..<6_815_744,
        isTreeHashAligned: true,
        tree: "3e997f13ddc355e8a55035672d60ba90275ece6485044b3616a0966e2b895fc1"
    ),
    RangeVector(
        range: 2_097_152..<6_815_744,
        isTreeHashAligned: false,
        tree: "3793c7aae19002047d59982ca7f51c98263f398959b02f0048c39e5e74d8da94"
    ),
    RangeVector(
        range: 5_242_880..<6_815_744,
        isTreeHashAligned: false,
        tree: "10264808adbb8f872d3b2f8fd423b01a31b6abb2642c6402a4d59b11c7c93f38"
    ),
    RangeVector(
        range: 6_291_456..<6_815_744,
        isTreeHashAligned: true,
        tree: "c9fed994db0d8e2e5b7d603f40c18613d1f545288928a52ee9d2b2e2375f7160"
    ),
]
