import TestSupport

/// What a vault ought to hold, kept in the simplest possible way.
struct VaultModel {
    struct Upload {
        let path: String
        var parts: [Int: [UInt8]] = [:]
    }

    static let partSize = 1 << 20

    var uploads: [Upload] = []
    /// Bytes by archive id.
    var archives: [String: [UInt8]] = [:]

    /// The document of the parts of an upload, as ListParts shows them.
    static func parts(of upload: Upload) -> [String] {
        upload.parts.sorted { $0.key < $1.key }.map { index, bytes in
            let first = index * partSize
            let range = "\(first)-\(first + bytes.count - 1)"
            return #"{"RangeInBytes":"\#(range)","SHA256TreeHash":"\#(treeHash(bytes))"}"#
        }
    }

    /// The archive that the parts of an upload make; nil when they do not tile it.
    static func archive(of upload: Upload) -> [UInt8]? {
        guard !upload.parts.isEmpty else { return nil }
        var whole: [UInt8] = []
        for index in 0..<upload.parts.count {
            guard let part = upload.parts[index] else { return nil }
            guard index == upload.parts.count - 1 || part.count == partSize else { return nil }
            whole += part
        }
        return whole
    }
}
