import SeededTesting

extension SeededGenerator {
    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }

    mutating func text(from characters: String, upTo length: Int) -> String {
        let choice = Array(characters)
        return String((0..<below(length + 1)).map { _ in choice[below(choice.count)] })
    }
}
