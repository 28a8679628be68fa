import GlacierModel
import Testing

@Suite("Vaults")
struct VaultTests {
    private static let creation = Timestamp(seconds: 1000)

    private func vault(
        current: VaultNumbers,
        lastWrite: Timestamp? = nil,
        inventory: VaultNumbers? = nil
    ) throws -> Vault {
        Vault(
            name: try VaultName("v"),
            creationDate: Self.creation,
            current: current,
            lastWrite: lastWrite,
            lastInventory: inventory.map { Vault.Inventory(date: Timestamp(seconds: 5000), numbers: $0) }
        )
    }

    @Test(
        "a vault's size counts 32,768 bytes for each archive beside its own",
        arguments: [(0, 0, 0), (1, 3_145_728, 3_178_496), (2, 5_800_901, 5_866_437), (1, 1, 32_769)]
            as [(Int64, Int64, Int64)]
    )
    func countsOverhead(_ archives: Int64, _ bytes: Int64, _ size: Int64) {
        #expect(VaultNumbers(archives: archives, archiveBytes: bytes, writes: archives).sizeInBytes == size)
    }

    @Test("callers see the last inventory, whatever happened since")
    func showsLastInventory() throws {
        let counted = VaultNumbers(archives: 1, archiveBytes: 10, writes: 1)
        let vault = try vault(current: .none, lastWrite: Timestamp(seconds: 9000), inventory: counted)
        #expect(vault.visibleInventory(.faithful)?.numbers == counted)
        #expect(vault.visibleInventory(.faithful)?.date == Timestamp(seconds: 5000))
    }

    @Test("before the first inventory there is none to see")
    func showsNoInventory() throws {
        let numbers = VaultNumbers(archives: 1, archiveBytes: 10, writes: 1)
        #expect(try vault(current: numbers, lastWrite: Timestamp(seconds: 9000)).visibleInventory(.faithful) == nil)
    }

    @Test("where the inventory is always current, its date is that of the last change, creation counting")
    func showsLiveNumbers() throws {
        let numbers = VaultNumbers(archives: 2, archiveBytes: 20, writes: 3)
        let written = try vault(
            current: numbers,
            lastWrite: Timestamp(seconds: 9000),
            inventory: VaultNumbers.none
        )
        #expect(written.visibleInventory(.prompt)?.numbers == numbers)
        #expect(written.visibleInventory(.prompt)?.date == Timestamp(seconds: 9000))
        let fresh = try vault(current: .none)
        #expect(fresh.visibleInventory(.prompt) == Vault.Inventory(date: Self.creation, numbers: .none))
    }

    @Test("a write that is dated before the creation does not move the inventory before it")
    func neverPredatesCreation() throws {
        let vault = try vault(current: .none, lastWrite: Timestamp(seconds: 1))
        #expect(vault.visibleInventory(.prompt)?.date == Self.creation)
    }

    /// Columns: archives and writes now; archives and writes at the last inventory; deletable in the production
    /// service's timing; deletable where inventories are always current.
    @Test(
        "a vault is deletable when its inventory is empty and nothing was written since",
        arguments: [
            (0, 0, nil, true, true),  // never written to, never inventoried
            (1, 1, nil, false, false),  // an archive, not inventoried
            (0, 2, nil, false, true),  // emptied before the first inventory
            (0, 0, (0, 0), true, true),
            (0, 2, (0, 2), true, true),  // emptied, then inventoried
            (1, 1, (1, 1), false, false),  // inventoried with an archive
            (0, 2, (1, 1), false, true),  // emptied since
            (1, 3, (0, 2), false, false),  // filled again since
            (0, 4, (0, 2), false, true),  // filled and emptied since
        ] as [(Int64, Int64, (Int64, Int64)?, Bool, Bool)]
    )
    func judgesDeletion(
        _ archives: Int64,
        _ writes: Int64,
        _ inventory: (Int64, Int64)?,
        _ faithful: Bool,
        _ prompt: Bool
    ) throws {
        let vault = try vault(
            current: VaultNumbers(archives: archives, archiveBytes: archives * 10, writes: writes),
            lastWrite: writes == 0 ? nil : Timestamp(seconds: 2000),
            inventory: inventory.map { VaultNumbers(archives: $0.0, archiveBytes: $0.0 * 10, writes: $0.1) }
        )
        #expect(vault.isDeletable(.faithful) == faithful)
        #expect(vault.isDeletable(.prompt) == prompt)
    }
}

@Suite("Timing")
struct TimingTests {
    @Test("the faithful profile has the production service's delays")
    func isFaithful() {
        let timing = Timing.faithful
        #expect(Tier.allCases.map(timing.retrievalDelay) == [.minutes(3), .hours(4), .hours(8)])
        #expect(timing.inventoryInterval == .hours(24))
        #expect(timing.firstInventoryDelay == .hours(12))
        #expect(!timing.inventoryIsAlwaysCurrent)
    }

    @Test("the prompt profile has no delays, and current inventories")
    func isPrompt() {
        let timing = Timing.prompt
        #expect(Tier.allCases.map(timing.retrievalDelay) == [.zero, .zero, .zero])
        #expect(timing.inventoryIsAlwaysCurrent)
    }

    @Test("lifetimes and memories are the same in both profiles", arguments: [Timing.prompt, .faithful])
    func keepsLifetimes(_ timing: Timing) {
        #expect(timing.completedJobLifetime == .hours(24))
        #expect(timing.uploadIdleLifetime == .hours(24))
        #expect(timing.completedUploadMemory == .hours(24))
        #expect(timing.abortedUploadMemory == .hours(1))
        #expect(timing.signatureSkew == .minutes(15))
    }

    @Test("each value can be chosen by itself")
    func isAdjustable() {
        var timing = Timing.faithful
        timing.bulkDelay = .seconds(8)
        timing.inventoryInterval = .zero
        #expect(timing.retrievalDelay(.bulk) == .seconds(8))
        #expect(timing.retrievalDelay(.standard) == .hours(4))
        #expect(timing.inventoryIsAlwaysCurrent)
    }
}
