/// A page of a listing as a client receives it.
public struct ListedItems<Item: Sendable>: Sendable {
    /// In the order of the listing.
    public let items: [Item]
    /// Where the next page begins; nil on the last page.
    public let marker: String?

    init(
        _ document: AnswerDocument,
        _ key: String,
        _ item: (AnswerDocument) throws(UnreadableAnswer) -> Item
    ) throws(UnreadableAnswer) {
        var items: [Item] = []
        for object in try document.objects(key) { items.append(try item(object)) }
        self.items = items
        // No page begins at an empty marker: it would be the first one again, for ever.
        let marker = try document.string("Marker")
        self.marker = marker?.isEmpty == true ? nil : marker
    }
}

extension ListedItems: Equatable where Item: Equatable {}
