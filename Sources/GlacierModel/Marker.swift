/// Where a listing goes on. A marker holds the position itself, not only a name, so it stays usable when the item it
/// named has gone.
///
/// Written as base64url of: one byte for the kind of listing, eight bytes of a number (a first byte or a date in
/// milliseconds), and the bytes of an id where the number alone does not order the items.
public struct Marker: Hashable, Sendable {
    /// The kinds of listing, each with the first byte of its markers: a marker of one is refused by the others.
    public enum Listing: UInt8, Sendable {
        case parts = 0x50
        case uploads = 0x55
        case jobs = 0x4A
        case inventory = 0x49
    }

    /// The only listing that takes this marker.
    public let listing: Listing
    /// The first byte of a part, or a creation date in milliseconds since 1970. Not negative in a marker that was read.
    public let position: Int64
    /// Of the item at the position, since items may share a date; empty in a listing of parts.
    public let id: String

    /// Makes the marker of a page that begins at a position. A negative one is written, but refused when it comes back.
    public init(listing: Listing, position: Int64, id: String = "") {
        self.listing = listing
        self.position = position
        self.id = id
    }

    /// The form that callers see and send back: characters that a query needs no escaping for.
    public var text: String {
        let bytes = [listing.rawValue] + (0..<8).map { UInt8(truncatingIfNeeded: position >> (56 - 8 * $0)) }
        return Base64URL.encode(bytes + Array(id.utf8))
    }

    /// - Throws: `ServiceError.invalidMarker` when the text is no marker of this listing.
    public init(_ text: String, of listing: Listing) throws(ServiceError) {
        guard let bytes = Base64URL.decode(text), bytes.count >= 9, bytes[0] == listing.rawValue,
            let id = String(validating: bytes[9...], as: UTF8.self)
        else { throw .invalidMarker(text) }
        let position = Int64(bitPattern: bytes[1..<9].reduce(0) { $0 << 8 | UInt64($1) })
        guard position >= 0, Marker(listing: listing, position: position, id: id).text == text else {
            throw .invalidMarker(text)
        }
        self.init(listing: listing, position: position, id: id)
    }
}
