import Catalogue
import GlacierModel
import NIOCore
import TreeHash

/// Archives as an inventory document lists them, in either form, byte for byte as the AWS service writes them.
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-job-output-get.html
struct InventoryText: Sendable {
    /// What stands around the archives.
    struct Format: Hashable, Sendable {
        let name: InventoryFormat

        init(_ name: InventoryFormat) { self.name = name }

        func beginning(vaultARN: String, inventoryDate: Timestamp) -> ByteBuffer {
            switch name {
            case .json:
                ByteBuffer(
                    string:
                        #"{"VaultARN":"\#(vaultARN)","InventoryDate":"\#(inventoryDate.secondsText)","ArchiveList":["#
                )
            case .csv: ByteBuffer(string: "ArchiveId,ArchiveDescription,CreationDate,Size,SHA256TreeHash\n")
            }
        }

        var end: ByteBuffer {
            switch name {
            case .json: ByteBuffer(string: "]}")
            case .csv: ByteBuffer()
            }
        }
    }

    private(set) var bytes = ByteBuffer()
    private let format: Format
    private var isFirst: Bool
    /// The date that was written last: archives that were made in one second share it.
    private var date: (seconds: Int64, text: String)?

    /// - Parameter isFirst: whether no archive stands before these.
    init(_ format: Format, isFirst: Bool) {
        self.format = format
        self.isFirst = isFirst
    }

    mutating func append(_ item: InventoryItem) {
        switch format.name {
        case .json: appendJSON(item)
        case .csv: appendCSV(item)
        }
        isFirst = false
    }

    private mutating func appendJSON(_ item: InventoryItem) {
        bytes.writeString(isFirst ? #"{"ArchiveId":""# : #",{"ArchiveId":""#)
        bytes.writeString(item.archiveID)
        bytes.writeString(#"","ArchiveDescription":""#)
        append(item.archiveDescription, escaping: #""\"#)
        bytes.writeString(#"","CreationDate":""#)
        bytes.writeString(text(of: item.creationDate))
        bytes.writeString(#"","Size":"#)
        bytes.writeString(String(item.size))
        bytes.writeString(#","SHA256TreeHash":""#)
        append(hex: item.treeHash)
        bytes.writeString(#""}"#)
    }

    private mutating func appendCSV(_ item: InventoryItem) {
        bytes.writeString(item.archiveID)
        bytes.writeString(",")
        if item.archiveDescription.utf8.contains(where: Self.isQuoted) {
            bytes.writeString("\"")
            append(item.archiveDescription, escaping: "\"")
            bytes.writeString("\"")
        } else {
            bytes.writeString(item.archiveDescription)
        }
        bytes.writeString(",")
        bytes.writeString(text(of: item.creationDate))
        bytes.writeString(",")
        bytes.writeString(String(item.size))
        bytes.writeString(",")
        append(hex: item.treeHash)
        bytes.writeString("\n")
    }

    /// Whether a field that holds the byte is put into quotes: a backslash too, since some clients cannot read it bare.
    private static func isQuoted(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    /// Descriptions are printable ASCII: nothing else has to be escaped.
    private mutating func append(_ text: String, escaping characters: StaticString) {
        let special = characters.withUTF8Buffer { Array($0) }
        guard text.utf8.contains(where: special.contains) else {
            bytes.writeString(text)
            return
        }
        for byte in text.utf8 {
            if special.contains(byte) { bytes.writeInteger(UInt8(ascii: "\\")) }
            bytes.writeInteger(byte)
        }
    }

    private mutating func append(hex digest: Digest) {
        bytes.writeString(digest.hex)
    }

    private mutating func text(of moment: Timestamp) -> String {
        if let date, date.seconds == moment.seconds { return date.text }
        let text = moment.secondsText
        date = (moment.seconds, text)
        return text
    }
}
