import BlobStore
import Catalogue
import TreeHash

extension Operations {
    /// The tree hash of a range of an archive where the range is tree-hash aligned, else nil.
    ///
    /// An aligned range is a node of the archive's tree. It either covers whole extents, whose roots combine, or lies
    /// within one extent, whose leaves the blob's footer keeps.
    ///
    /// - Parameters:
    ///   - size: of the whole archive, in bytes.
    ///   - extents: those that hold the range, in order.
    func treeHash(of range: Range<Int64>, inArchiveOf size: Int64, extents: [Extent]) async throws -> Digest? {
        guard TreeAlignment.isTreeHashAligned(range, of: size), let first = extents.first, let last = extents.last
        else {
            return nil
        }
        if first.range.lowerBound == range.lowerBound, last.range.upperBound == range.upperBound {
            return TreeFolder.root(of: extents.map(\.treeHash))
        }
        guard extents.count == 1 else { return nil }
        let leaves = try await blobs.leaves(of: first.blob)
        let chunk = TreeAlignment.chunkBytes
        let start = Int((range.lowerBound - first.range.lowerBound) / chunk)
        let end = Int((range.upperBound - first.range.lowerBound + chunk - 1) / chunk)
        let digests = (start..<end).compactMap { index in
            Digest(bytes: leaves.dropFirst(index * Digest.byteCount).prefix(Digest.byteCount))
        }
        guard digests.count == end - start else {
            throw BlobStoreError(.damaged, key: first.blob, message: "the footer has too few leaves")
        }
        return TreeFolder.root(of: digests)
    }
}
