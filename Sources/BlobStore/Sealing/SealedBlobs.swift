public import NIOCore

/// Blobs that are encrypted and that prove themselves: a store around a store.
///
/// Each blob has a data key of its own, wrapped under a master key; its chunks of 1 MiB are sealed one by one, bound to
/// the blob, to their place and to the end. Every read verifies every chunk it touches and delivers nothing that is not
/// proved. `docs/formats.md` has every byte.
public struct SealedBlobs: Sendable {
    let store: any BlobStore
    let keyRing: MasterKeyRing
    let randomBytes: @Sendable (_ count: Int) -> [UInt8]
    let format: SealedBlobFormat
    private let census = WriterCensus()

    /// Plaintext bytes of a chunk.
    public static let chunkBytes = SealedBlobFormat.version1.chunkBytes
    /// Bytes a descriptor may have.
    public static let descriptorLimit = SealedBlobFormat.descriptorLimit

    /// Bytes fetched at first to learn the header, which nearly always are the whole header.
    private static let firstReadBytes: Int64 = 1024

    /// Sealed blobs in `store`.
    ///
    /// - Parameters:
    ///   - keyRing: The master keys; new blobs are sealed under its current one.
    ///   - randomBytes: A secure random source: data keys come from it.
    public init(
        store: any BlobStore,
        keyRing: MasterKeyRing,
        randomBytes: @escaping @Sendable (_ count: Int) -> [UInt8]
    ) {
        self.init(store: store, keyRing: keyRing, randomBytes: randomBytes, format: .version1)
    }

    /// The same in chunks of another size, with which tests try every place of a small blob.
    package init(
        store: any BlobStore,
        keyRing: MasterKeyRing,
        randomBytes: @escaping @Sendable (Int) -> [UInt8],
        format: SealedBlobFormat
    ) {
        self.store = store
        self.keyRing = keyRing
        self.randomBytes = randomBytes
        self.format = format
    }

    /// Makes a sealed blob, with the guarantees of ``BlobStore/write(_:_:)``.
    ///
    /// - Parameters:
    ///   - key: A key never used before.
    ///   - descriptor: What this blob is, kept sealed in the header; at most ``descriptorLimit`` bytes.
    ///   - plaintextLength: Bytes of plaintext if they are known, which saves memory and, when reading, a look at the
    ///     footer. The scope has to append exactly as many.
    ///   - body: Appends the plaintext and sets the writer's leaf digests before it returns.
    /// - Throws: What `body` threw; what the store threw; ``BlobStoreError/Code/misuse``.
    public nonisolated(nonsending) func write<Result: Sendable>(
        _ key: BlobKey,
        descriptor: [UInt8],
        plaintextLength: Int64?,
        _ body: nonisolated(nonsending) (SealedBlobWriter) async throws -> Result
    ) async throws -> Result {
        guard descriptor.count <= SealedBlobFormat.descriptorLimit,
            (0...SealedBlobFormat.plaintextLimit).contains(plaintextLength ?? 0)
        else {
            throw BlobStoreError(.misuse, key: key, message: "a descriptor or a plaintext length that is too large")
        }
        let (header, headerBytes) = try makeHeader(key, descriptor: descriptor, plaintextLength: plaintextLength)
        let format = format, census = census
        census.enter()
        defer { census.leave() }
        return try await store.write(key) { sink in
            let writer = try SealedBlobWriter(
                sink: sink,
                key: key,
                header: header,
                headerBytes: headerBytes,
                format: format,
                census: census
            )
            let result = try await body(writer)
            try await writer.finish()
            return result
        }
    }

    /// The header of a new blob, and its bytes.
    func makeHeader(
        _ key: BlobKey,
        descriptor: [UInt8],
        plaintextLength: Int64?
    ) throws(BlobStoreError) -> (header: SealedHeader, bytes: [UInt8]) {
        try SealedHeader.make(
            key: key,
            descriptor: descriptor,
            plaintextLength: plaintextLength,
            format: format,
            keyRing: keyRing,
            randomBytes: randomBytes
        )
    }

    /// Delivers exactly `range` of the plaintext, in order, at most a chunk at a time, each byte verified before.
    ///
    /// - Throws: ``BlobStoreError/Code/outOfRange`` before anything is delivered; ``BlobStoreError/Code/damaged`` when
    ///   a chunk does not prove itself, after the chunks before it have been delivered; what the store or `consume`
    ///   throw.
    public nonisolated(nonsending) func read(
        _ key: BlobKey,
        plaintext range: Range<Int64>,
        _ consume: nonisolated(nonsending) (ByteBuffer) async throws -> Void
    ) async throws {
        let blob = try await open(key)
        guard range.lowerBound >= 0, range.upperBound <= blob.plaintextLength else {
            let message = "\(range) of \(blob.plaintextLength) bytes of plaintext"
            throw BlobStoreError(.outOfRange, key: key, message: message)
        }
        if range.isEmpty { return }
        var index = range.lowerBound / Int64(format.chunkBytes)
        let stored = blob.storedRange(ofPlaintext: range)
        try await store.read(key, range: stored, bufferBytes: format.storedChunkBytes) { sealed in
            let piece = try blob.plaintext(of: sealed, chunk: index, within: range)
            index += 1
            try await consume(piece)
        }
        guard index == (range.upperBound - 1) / Int64(format.chunkBytes) + 1 else {
            throw BlobStoreError(.damaged, key: key, message: "the store delivered too little")
        }
    }

    /// The SHA-256 digests of the plaintext's chunks, 32 bytes each, in order, proved.
    public nonisolated(nonsending) func leaves(of key: BlobKey) async throws -> [UInt8] {
        let blob = try await open(key)
        let footer = try await collect(key, range: blob.footerRange)
        return try SealedFooter.leaves(
            footer: footer,
            plaintextLength: blob.plaintextLength,
            header: blob.header,
            format: format,
            key: key
        )
    }

    /// What a blob says of itself, proved.
    public nonisolated(nonsending) func descriptor(of key: BlobKey) async throws -> SealedBlobDescription {
        let blob = try await open(key)
        return SealedBlobDescription(
            descriptor: blob.header.descriptor,
            plaintextLength: blob.plaintextLength,
            masterKeyID: blob.header.masterKeyID
        )
    }

    /// The same as ``BlobStore/list(after:limit:)``.
    public nonisolated(nonsending) func list(
        after: BlobKey?,
        limit: Int
    ) async throws(BlobStoreError) -> [BlobKey] {
        try await store.list(after: after, limit: limit)
    }

    /// The same as ``BlobStore/delete(_:)``.
    public nonisolated(nonsending) func delete(_ key: BlobKey) async throws(BlobStoreError) {
        try await store.delete(key)
    }

    /// The same as ``BlobStore/syncDeletions()``.
    public nonisolated(nonsending) func syncDeletions() async throws(BlobStoreError) {
        try await store.syncDeletions()
    }

    /// Opens the header, learns the proved plaintext length, and compares it with the stored length.
    private nonisolated(nonsending) func open(_ key: BlobKey) async throws -> OpenedBlob {
        let storedLength = try await store.length(of: key)
        var front = try await collect(key, range: 0..<min(storedLength, Self.firstReadBytes))
        let headerBytes = try SealedHeader.byteCount(ofPrefix: front, key: key)
        guard storedLength >= format.storedLength(headerBytes: headerBytes, plaintextLength: 0) else {
            throw BlobStoreError(.damaged, key: key, message: "too short for a header and a footer")
        }
        if headerBytes > front.readableBytes {
            var rest = try await collect(key, range: Int64(front.readableBytes)..<Int64(headerBytes))
            front.writeBuffer(&rest)
        }
        guard let headerSlice = front.readSlice(length: headerBytes) else {
            throw BlobStoreError(.damaged, key: key, message: "the header is cut off")
        }
        let header = try SealedHeader(opening: headerSlice, key: key, format: format, keyRing: keyRing)
        let length = try await plaintextLength(key, header: header, storedLength: storedLength)
        guard storedLength == format.storedLength(headerBytes: headerBytes, plaintextLength: length) else {
            throw BlobStoreError(.damaged, key: key, message: "\(storedLength) stored bytes for \(length) of plaintext")
        }
        return OpenedBlob(key: key, header: header, plaintextLength: length, format: format)
    }

    private nonisolated(nonsending) func plaintextLength(
        _ key: BlobKey,
        header: SealedHeader,
        storedLength: Int64
    ) async throws -> Int64 {
        if let length = header.plaintextLength { return length }
        let ending = try await collect(key, range: (storedLength - Int64(SealedBlobFormat.endingBytes))..<storedLength)
        return try SealedFooter.plaintextLength(ending: ending, header: header, format: format, key: key)
    }

    /// A small range in one buffer.
    private nonisolated(nonsending) func collect(_ key: BlobKey, range: Range<Int64>) async throws -> ByteBuffer {
        var collected = ByteBuffer()
        try await store.read(key, range: range, bufferBytes: max(1, range.count)) { collected = $0 }
        return collected
    }
}

/// What a sealed blob says of itself.
public struct SealedBlobDescription: Hashable, Sendable {
    /// The bytes given when the blob was written.
    public let descriptor: [UInt8]
    /// Bytes of plaintext.
    public let plaintextLength: Int64
    /// The master key under which the blob is sealed.
    public let masterKeyID: MasterKeyRing.KeyID
}
