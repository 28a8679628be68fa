import BlobStore
import Catalogue
import TreeHash

extension Operations {
    /// The tree hash of a range of an archive where the range is tree-hash aligned, else nil.
    ///
    /// An aligned range is a node of the archive's tree. It either covers whole extents, whose roots combine, or lies
    /// within one extent, whose leaves the blob's footer keeps.
    func treeHash(of range: Range<Int64>, in extents: [Extent]) async throws -> Digest? {
        guard let size = extents.last?.range.upperBound, TreeAlignment.isTreeHashAligned(range, of: size) else {
            return nil
        }
        let touched = extents.filter { $0.range.overlaps(range) }
        if let first = touched.first, let last = touched.last, first.range.lowerBound == range.lowerBound,
            last.range.upperBound == range.upperBound
        {
            return TreeFolder.root(of: touched.map(\.treeHash))
        }
        guard touched.count == 1, let extent = touched.first else { return nil }
        let leaves = try await blobs.leaves(of: extent.blob)
        let chunk = TreeAlignment.chunkBytes
        let first = Int((range.lowerBound - extent.range.lowerBound) / chunk)
        let end = Int((range.upperBound - extent.range.lowerBound + chunk - 1) / chunk)
        return TreeFolder.root(
            of: (first..<end).compactMap { Digest(bytes: leaves.dropFirst($0 * 32).prefix(32)) }
        )
    }
}
