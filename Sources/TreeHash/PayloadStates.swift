/// The linear hash of a payload and the hash of its current leaf, in the form that a kernel works with.
enum PayloadStates: Sendable {
    case instructions(InstructionStates)
    case library(LibraryStates)

    /// Begins a payload. A kernel that the machine does not have is replaced by the portable one.
    init(kernel: HashKernel) {
        self = kernel.usesInstructions ? .instructions(InstructionStates()) : .library(LibraryStates())
    }

    /// Takes bytes of the current leaf; they must not reach beyond its end.
    mutating func absorb(_ bytes: UnsafeRawBufferPointer) {
        switch consume self {
        case .instructions(var states):
            states.absorb(bytes)
            self = .instructions(states)
        case .library(var states):
            states.absorb(bytes)
            self = .library(states)
        }
    }

    /// Completes the current leaf and begins the next one.
    mutating func endLeaf() -> Digest {
        switch consume self {
        case .instructions(var states):
            let digest = states.endLeaf()
            self = .instructions(states)
            return digest
        case .library(var states):
            let digest = states.endLeaf()
            self = .library(states)
            return digest
        }
    }

    /// The hash of all bytes so far.
    func linearDigest() -> Digest {
        switch self {
        case .instructions(let states): states.linearDigest()
        case .library(let states): states.linearDigest()
        }
    }
}
