/// Folds the nodes of one level of a tree into its root.
///
/// Neighbours are paired from the left; the parent of two nodes is SHA-256 of their 64 bytes; a node without a partner
/// moves up unchanged. The nodes are leaves, or the roots of full parts that all have the same power of two of leaves;
/// only the last part may be shorter. One digest for each level is kept.
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/checksum-calculations.html
public struct TreeFolder: Sendable {
    private let kernel: HashKernel
    /// Roots of full subtrees, from left to right: one for each bit that is set in `count`, the largest first.
    private var subtrees: [Digest] = []
    private var count: UInt64 = 0

    /// A folder of no nodes.
    public init() { self.init(kernel: .best) }

    init(kernel: HashKernel) { self.kernel = kernel }

    /// Adds the next node to the right.
    public mutating func append(_ node: Digest) {
        count += 1
        // Each trailing zero of the new count is a pair of full subtrees of one size.
        var node = node
        for _ in 0..<count.trailingZeroBitCount {
            node = kernel.node(over: subtrees.removeLast(), node)
        }
        subtrees.append(node)
    }

    /// The root over the nodes so far, nil where there are none. More may be appended afterwards.
    public func root() -> Digest? {
        guard var root = subtrees.last else { return nil }
        for left in subtrees.dropLast().reversed() { root = kernel.node(over: left, root) }
        return root
    }

    /// The root over the nodes in order; nil where there are none.
    public static func root(of nodes: some Sequence<Digest>) -> Digest? { root(of: nodes, kernel: .best) }

    static func root(of nodes: some Sequence<Digest>, kernel: HashKernel) -> Digest? {
        var folder = TreeFolder(kernel: kernel)
        for node in nodes { folder.append(node) }
        return folder.root()
    }
}
