/// The blocks before an entry's bytes: a header of POSIX ustar, and before it, where that cannot say everything, an
/// extended header of pax, which every tar of today reads.
///
/// Names of users and groups are left out, so that the same files make the same archive on every machine.
/// Source: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
struct TarHeader {
    static let blockBytes = 512
    /// What the field for a size holds: eleven octal digits.
    private static let largestSize: Int64 = (8 << 30) - 1
    private static let largestID: UInt32 = 0o7777777
    private static let nameBytes = 100

    /// A multiple of 512.
    let bytes: [UInt8]

    init(_ entry: TarEntry) {
        let records = Self.records(of: entry)
        var bytes: [UInt8] = []
        if !records.isEmpty {
            bytes += Self.block(
                Fields(name: Array("PaxHeaders/entry".utf8), mode: 0o644, size: Int64(records.count), type: "x")
            )
            bytes += records
            bytes += [UInt8](repeating: 0, count: Self.padding(after: Int64(records.count)))
        }
        var fields = Fields(name: entry.name, mode: entry.mode, size: entry.size, type: "0")
        fields.owner = entry.owner
        fields.group = entry.group
        fields.modified = entry.modifiedSeconds
        switch entry.kind {
        case .file: break
        case .folder: fields.type = "5"
        case .symbolicLink(let target): (fields.type, fields.target) = ("2", target)
        case .pipe: fields.type = "6"
        }
        self.bytes = bytes + Self.block(fields)
    }

    /// Zeros that make so many bytes whole blocks.
    static func padding(after count: Int64) -> Int { Int(-count & Int64(blockBytes - 1)) }

    /// Bytes of an entry with everything that belongs to it.
    static func bytes(of entry: TarEntry) -> Int64 {
        Int64(TarHeader(entry).bytes.count) + entry.size + Int64(padding(after: entry.size))
    }

    // MARK: Extended headers

    private static func records(of entry: TarEntry) -> [UInt8] {
        var records: [UInt8] = []
        if entry.name.count > nameBytes { records += record("path", entry.name) }
        if case .symbolicLink(let target) = entry.kind, target.count > nameBytes {
            records += record("linkpath", target)
        }
        if entry.size > largestSize { records += record("size", Array(String(entry.size).utf8)) }
        if entry.owner > largestID { records += record("uid", Array(String(entry.owner).utf8)) }
        if entry.group > largestID { records += record("gid", Array(String(entry.group).utf8)) }
        if entry.modifiedNanoseconds > 0 || !(0...largestSize).contains(entry.modifiedSeconds) {
            records += record("mtime", Array(moment(of: entry).utf8))
        }
        return records
    }

    /// `length key=value\n`, where the length counts its own digits too.
    private static func record(_ key: String, _ value: [UInt8]) -> [UInt8] {
        let rest = Array(" \(key)=".utf8) + value + [UInt8(ascii: "\n")]
        var length = rest.count + 1
        while String(length).utf8.count + rest.count != length { length = String(length).utf8.count + rest.count }
        return Array(String(length).utf8) + rest
    }

    private static func moment(of entry: TarEntry) -> String {
        let (seconds, nanoseconds) = (entry.modifiedSeconds, entry.modifiedNanoseconds)
        guard nanoseconds > 0 else { return String(seconds) }
        // Before 1970 the fraction counts towards zero.
        let isBefore = seconds < 0
        let whole = isBefore ? -(seconds + 1) : seconds, part = isBefore ? 1_000_000_000 - nanoseconds : nanoseconds
        let digits = String(part)
        return "\(isBefore ? "-" : "")\(whole).\(String(repeating: "0", count: 9 - digits.utf8.count))\(digits)"
    }

    // MARK: The block of ustar

    private struct Fields {
        let name: [UInt8]
        let mode: UInt32
        let size: Int64
        var type: Unicode.Scalar
        var owner: UInt32 = 0
        var group: UInt32 = 0
        var modified: Int64 = 0
        var target: [UInt8] = []
    }

    private static func block(_ fields: Fields) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: blockBytes)
        put(fields.name.prefix(nameBytes), at: 0, in: &block)
        putOctal(Int64(fields.mode), digits: 7, at: 100, in: &block)
        putOctal(fields.owner > largestID ? 0 : Int64(fields.owner), digits: 7, at: 108, in: &block)
        putOctal(fields.group > largestID ? 0 : Int64(fields.group), digits: 7, at: 116, in: &block)
        putOctal(fields.size > largestSize ? 0 : fields.size, digits: 11, at: 124, in: &block)
        let isPlain = (0...largestSize).contains(fields.modified)
        putOctal(isPlain ? fields.modified : 0, digits: 11, at: 136, in: &block)
        block[156] = UInt8(ascii: fields.type)
        put(fields.target.prefix(nameBytes), at: 157, in: &block)
        put(Array("ustar\0".utf8) + Array("00".utf8), at: 257, in: &block)
        putOctal(0, digits: 7, at: 329, in: &block)
        putOctal(0, digits: 7, at: 337, in: &block)
        // The sum of all bytes, in which its own field counts as spaces.
        put([UInt8](repeating: UInt8(ascii: " "), count: 8), at: 148, in: &block)
        let sum = block.reduce(Int64(0)) { $0 + Int64($1) }
        putOctal(sum, digits: 6, at: 148, in: &block)
        block[154] = 0
        return block
    }

    private static func put(_ bytes: some Collection<UInt8>, at offset: Int, in block: inout [UInt8]) {
        block.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }

    private static func putOctal(_ value: Int64, digits: Int, at offset: Int, in block: inout [UInt8]) {
        let text = String(value, radix: 8)
        let padded = String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
        put(padded.utf8, at: offset, in: &block)
    }
}
