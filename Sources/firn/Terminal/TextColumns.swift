extension String {
    /// Columns that a terminal needs for the text, which has no control characters.
    var columns: Int { reduce(0) { $0 + $1.columns } }

    /// The text where it needs at most so many columns; of a longer one the end, which tells files apart, behind `…`.
    func shortened(to columns: Int) -> String {
        guard self.columns > columns else { return self }
        guard columns > 0 else { return "" }
        var used = 1, kept: [Character] = []
        for character in reversed() {
            used += character.columns
            guard used <= columns else { break }
            kept.append(character)
        }
        return "…" + String(kept.reversed())
    }
}

extension Character {
    /// Two for the wide characters of East Asia and for pictures.
    fileprivate var columns: Int {
        guard let scalar = unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
