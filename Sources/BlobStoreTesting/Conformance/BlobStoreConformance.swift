public import BlobStore

/// The promises of `BlobStore` as a suite that every implementation runs.
///
/// ```swift
/// @Test(arguments: BlobStoreConformance.Promise.allCases)
/// func keeps(_ promise: BlobStoreConformance.Promise) async throws {
///     try await BlobStoreConformance { MemoryBlobStore() }.run(promise)
/// }
/// ```
public struct BlobStoreConformance: Sendable {
    /// One promise.
    public enum Promise: String, CaseIterable, Sendable {
        case aBlobThatIsNotThereIsNotFound
        case aBlobIsWhatWasAppended
        case anEmptyBlobIsABlob
        case aLargeBlobIsWhatWasAppended
        case aWriteReturnsWhatItsBodyReturns
        case aBlobIsInvisibleUntilItsWriteReturns
        case aWriteWhoseBodyThrowsLeavesNothing
        case aWriteCancelledFromWithinLeavesNothing
        case aWriteCancelledFromOutsideLeavesNothing
        case aSecondWriteOfAKeyMixesNothing
        case twoWritersOfAKeyMixNothing
        case aReadDeliversBuffersOfTheSizeAskedFor
        case aReadDeliversExactlyItsRange
        case aRangeThatIsNotInTheBlobIsRefused
        case aReadEndsWhenItsConsumerThrows
        case manyWritesAndReadsAtOnceDoNotMeet
        case aDeletedBlobIsGone
        case deletingWhatIsNotThereSucceeds
        case aDeleteDuringAReadDoesNoHarm
        case keysAreListedInByteOrder
        case aListingGoesOnAfterAnyKey
        case aListingHasAtMostSoManyKeys
        case aShortBlobIsWhatWasSealed
        case theKeyOfAShortBlobIsItsOwnAndKeepsItsTime
        case aShortBlobIsInvisibleUntilItIsWhole
        case aShortWriteWhoseSealFailsLeavesNothing
        case aShortWriteThatIsCancelledLeavesNothing
        case manyShortWritesAtOnceDoNotMeet
        case shortBlobsAreListedAmongOthers
        case aDeletedShortBlobIsGone
        case aDeleteDuringAReadOfAShortBlobDoesNoHarm

        /// The promise in words.
        public var words: String {
            rawValue.map { $0.isUppercase ? " \($0.lowercased())" : "\($0)" }.joined()
        }
    }

    let makeStore: @Sendable () async throws -> any BlobStore

    /// The suite for the stores that `makeStore` makes, each of them fresh and empty.
    public init(_ makeStore: @escaping @Sendable () async throws -> any BlobStore) {
        self.makeStore = makeStore
    }

    /// Checks every promise.
    ///
    /// - Throws: A ``ConformanceFailure`` for the first promise that is broken.
    public func run() async throws {
        for promise in Promise.allCases { try await run(promise) }
    }

    /// Checks one promise on a fresh store.
    ///
    /// - Throws: A ``ConformanceFailure`` if it is broken.
    public func run(_ promise: Promise) async throws {
        let store = try await makeStore()
        do {
            try await check(promise, of: store)
        } catch {
            throw ConformanceFailure(promise: promise, reason: "\(error)")
        }
    }

    private func check(_ promise: Promise, of store: any BlobStore) async throws {
        switch promise {
        case .aBlobThatIsNotThereIsNotFound: try await ReadingPromises(store: store).absentBlob()
        case .aReadDeliversBuffersOfTheSizeAskedFor: try await ReadingPromises(store: store).bufferSizes()
        case .aReadDeliversExactlyItsRange: try await ReadingPromises(store: store).ranges()
        case .aRangeThatIsNotInTheBlobIsRefused: try await ReadingPromises(store: store).refusedRanges()
        case .aReadEndsWhenItsConsumerThrows: try await ReadingPromises(store: store).throwingConsumer()
        case .aBlobIsWhatWasAppended: try await WritingPromises(store: store).content()
        case .anEmptyBlobIsABlob: try await WritingPromises(store: store).emptyBlob()
        case .aLargeBlobIsWhatWasAppended: try await WritingPromises(store: store).largeBlob()
        case .aWriteReturnsWhatItsBodyReturns: try await WritingPromises(store: store).result()
        case .aBlobIsInvisibleUntilItsWriteReturns: try await WritingPromises(store: store).visibility()
        case .aWriteWhoseBodyThrowsLeavesNothing: try await WritingPromises(store: store).throwingBody()
        case .aWriteCancelledFromWithinLeavesNothing: try await WritingPromises(store: store).cancelledFromWithin()
        case .aWriteCancelledFromOutsideLeavesNothing: try await WritingPromises(store: store).cancelledFromOutside()
        case .aSecondWriteOfAKeyMixesNothing: try await CompanyPromises(store: store).secondWrite()
        case .twoWritersOfAKeyMixNothing: try await CompanyPromises(store: store).twoWriters()
        case .manyWritesAndReadsAtOnceDoNotMeet: try await CompanyPromises(store: store).manyAtOnce()
        case .aDeletedBlobIsGone: try await CompanyPromises(store: store).delete()
        case .deletingWhatIsNotThereSucceeds: try await CompanyPromises(store: store).deleteAbsent()
        case .aDeleteDuringAReadDoesNoHarm: try await CompanyPromises(store: store).deleteWhileReading()
        case .keysAreListedInByteOrder: try await ListingPromises(store: store).order()
        case .aListingGoesOnAfterAnyKey: try await ListingPromises(store: store).pages()
        case .aListingHasAtMostSoManyKeys: try await ListingPromises(store: store).limits()
        case .aShortBlobIsWhatWasSealed: try await ShortWritePromises(store: store).content()
        case .theKeyOfAShortBlobIsItsOwnAndKeepsItsTime: try await ShortWritePromises(store: store).key()
        case .aShortBlobIsInvisibleUntilItIsWhole: try await ShortWritePromises(store: store).visibility()
        case .aShortWriteWhoseSealFailsLeavesNothing: try await ShortWritePromises(store: store).throwingSeal()
        case .aShortWriteThatIsCancelledLeavesNothing: try await ShortWritePromises(store: store).cancelled()
        case .manyShortWritesAtOnceDoNotMeet: try await ShortWritePromises(store: store).manyAtOnce()
        case .shortBlobsAreListedAmongOthers: try await ShortWritePromises(store: store).listing()
        case .aDeletedShortBlobIsGone: try await ShortWritePromises(store: store).delete()
        case .aDeleteDuringAReadOfAShortBlobDoesNoHarm: try await ShortWritePromises(store: store).deleteWhileReading()
        }
    }
}

/// A promise that an implementation broke.
public struct ConformanceFailure: Error, CustomStringConvertible {
    /// The promise.
    public let promise: BlobStoreConformance.Promise
    /// What was seen, and what should have been.
    public let reason: String

    /// The promise and the reason.
    public var description: String { "broken promise: \(promise.words): \(reason)" }
}
