/// A non-deterministic automaton whose states are the bits of a few words: all ways through a pattern are followed at
/// once. State i means that the first i elements of the pattern are behind; stars are no elements, but states that may
/// be stayed in.
///
/// It works on bytes of UTF-8. `?` takes the first byte of a scalar, and the state after it takes the bytes that
/// continue one: what comes next in the pattern begins with a first byte, so the two cannot be confused.
/// Source: https://en.wikipedia.org/wiki/Bitap_algorithm
struct WildcardAutomaton: Hashable, Sendable {
    private static let bits = UInt64.bitWidth

    private let elementCount: Int
    private let wordCount: Int
    /// States in which any byte may be taken.
    private var loops: [UInt64]
    /// States in which a continuation byte may be taken.
    private var continuations: [UInt64]
    /// For each byte the row of `steps` that says which states it leads out of.
    private var rows = [UInt8](repeating: otherFirst, count: 256)
    /// Rows of `wordCount` words each.
    private var steps: [UInt64]

    /// The rows of bytes that stand nowhere in the pattern. UTF-8 has 243 bytes, so all rows have numbers.
    private static let otherFirst: UInt8 = 0
    private static let otherContinuation: UInt8 = 1

    init(_ pieces: [PolicyText.Piece]) {
        elementCount = pieces.reduce(0) { $0 + Self.elements(of: $1) }
        wordCount = elementCount / Self.bits + 1
        loops = [UInt64](repeating: 0, count: wordCount)
        continuations = loops
        steps = loops + loops
        for byte in UInt8(0x80)...0xBF { rows[Int(byte)] = Self.otherContinuation }
        for case .literal(let bytes) in pieces { bytes.forEach { addRow(for: $0) } }
        let firstRows = Set(rows.enumerated().filter { $0.offset & 0xC0 != 0x80 }.map(\.element))
        var state = 0
        for piece in pieces {
            switch piece {
            case .literal(let bytes):
                for byte in bytes {
                    setStep(from: state, row: rows[Int(byte)])
                    state += 1
                }
            case .anyRun: loops[state / Self.bits] |= Self.bit(state)
            case .anyCharacter:
                for row in firstRows { setStep(from: state, row: row) }
                state += 1
                continuations[state / Self.bits] |= Self.bit(state)
            case .variable: state += 1
            }
        }
    }

    /// Whether a whole text leads to the last state.
    func accepts(_ text: some Collection<UInt8>) -> Bool {
        wordCount == 1 ? acceptsInOneWord(text) : acceptsInWords(text)
    }

    /// Most patterns are short; for these no memory is needed.
    private func acceptsInOneWord(_ text: some Collection<UInt8>) -> Bool {
        let loops = loops[0], continuations = continuations[0]
        var states: UInt64 = 1
        for byte in text {
            let staying = byte & 0xC0 == 0x80 ? loops | continuations : loops
            states = (states & steps[Int(rows[Int(byte)])]) << 1 | states & staying
            if states == 0 { return false }
        }
        return states & Self.bit(elementCount) != 0
    }

    private func acceptsInWords(_ text: some Collection<UInt8>) -> Bool {
        var states = [UInt64](repeating: 0, count: wordCount)
        states[0] = 1
        for byte in text {
            let row = Int(rows[Int(byte)]) * wordCount
            let isContinuation = byte & 0xC0 == 0x80
            var carry: UInt64 = 0, alive: UInt64 = 0
            for word in 0..<wordCount {
                let before = states[word]
                let moving = before & steps[row + word]
                let staying = before & (isContinuation ? loops[word] | continuations[word] : loops[word])
                let after = moving << 1 | carry | staying
                carry = moving >> 63
                states[word] = after
                alive |= after
            }
            if alive == 0 { return false }
        }
        return states[elementCount / Self.bits] & Self.bit(elementCount) != 0
    }

    private static func elements(of piece: PolicyText.Piece) -> Int {
        switch piece {
        case .literal(let bytes): bytes.count
        case .anyRun: 0
        case .anyCharacter, .variable: 1
        }
    }

    private static func bit(_ state: Int) -> UInt64 { 1 << (state % bits) }

    private mutating func addRow(for byte: UInt8) {
        guard rows[Int(byte)] <= Self.otherContinuation else { return }
        rows[Int(byte)] = UInt8(steps.count / wordCount)
        steps.append(contentsOf: repeatElement(0, count: wordCount))
    }

    private mutating func setStep(from state: Int, row: UInt8) {
        steps[Int(row) * wordCount + state / Self.bits] |= Self.bit(state)
    }
}
