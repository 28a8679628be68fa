/// Something whose listings are ordered by creation date, then id.
public protocol ListedThing: IdentifiedThing {
    /// The listing that markers of this thing belong to: those of another are refused.
    static var listing: Marker.Listing { get }
}

extension UploadThing: ListedThing {
    /// ListMultipartUploads: oldest first.
    public static let listing = Marker.Listing.uploads
}

extension JobThing: ListedThing {
    /// ListJobs: newest first.
    public static let listing = Marker.Listing.jobs
}

/// Where a page of uploads or jobs begins, inclusive.
public enum ListingStart<Thing: ListedThing>: Hashable, Sendable {
    /// A position of our own making: it stays usable when the item has gone.
    case position(date: Timestamp, id: Identifier<Thing>)
    /// The place of an item that is known by its id, as the AWS documentation shows markers.
    case item(Identifier<Thing>)

    /// - Throws: `ServiceError.invalidMarker`
    public init(marker text: String) throws(ServiceError) {
        if let id = try? Identifier<Thing>(text) {
            self = .item(id)
            return
        }
        let marker = try Marker(text, of: Thing.listing)
        guard let id = try? Identifier<Thing>(marker.id) else { throw .invalidMarker(text) }
        self = .position(date: Timestamp(milliseconds: marker.position), id: id)
    }

    /// The marker of a page that begins at an item.
    public static func marker(date: Timestamp, id: Identifier<Thing>) -> String {
        Marker(listing: Thing.listing, position: date.milliseconds, id: id.text).text
    }
}
