import Glacier
import GlacierModel
import Testing
import TreeHash

@testable import firn

@Suite("Inventories, read piece by piece")
struct InventoryReaderTests {
    private static let id =
        "grHW86f7glvFFhFgMCDNDYehZcfTg_h9yMRkrSeroT1iaUzIki8S0hIu1TG2W3Tr0yl1EIGWqoz1gnk5LFLEF"
        + "-y-RmwQlwN19Zd-dPSivzB3ohRgozkPfBGL6s9Ji1r0tRI4dzfafA"
    private static let hash = "ca6d26f5487ba41e5e10a06502e1ea96efcea8f35624cc9c6ec3920653cc3c0e"
    private static let arn = "arn:aws:glacier:us-west-2:111122223333:vaults/examplevault"

    private static let json =
        #"{"VaultARN":"\#(arn)","InventoryDate":"2017-08-23T01:56:27Z","ArchiveList":[{"ArchiveId":"\#(id)","#
        + #""ArchiveDescription":"20170822-respaldo01.tar.gz","CreationDate":"2017-08-22T17:24:07Z","#
        + #""Size":5798098,"SHA256TreeHash":"\#(hash)"}]}"#

    private static func archive(_ id: String, _ description: String) -> [String] {
        [id, description, "2017-08-22T17:24:07Z", "3", hash]
    }

    private func read(
        _ format: InventoryFormat,
        _ text: String,
        pieces: Int = .max
    ) throws -> (head: InventoryHead, archives: [ListedArchive]) {
        var reader = InventoryReader(format), archives: [ListedArchive] = [], rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            try reader.read(rest.prefix(pieces)) { archives.append($0) }
            rest = rest.dropFirst(pieces)
        }
        try reader.finish { archives.append($0) }
        return (reader.head, archives)
    }

    @Test("an inventory of the service is read, however it is cut", arguments: [1, 2, 3, 7, 64, 1000])
    func jsonPieces(_ pieces: Int) throws {
        let (head, archives) = try read(.json, Self.json, pieces: pieces)
        #expect(head.vaultARN == Self.arn)
        #expect(head.inventoryDate == Timestamp(iso8601: "2017-08-23T01:56:27Z"))
        let expected = ListedArchive(
            archiveID: Self.id,
            description: "20170822-respaldo01.tar.gz",
            creationDate: "2017-08-22T17:24:07Z",
            size: "5798098",
            treeHash: Self.hash
        )
        #expect(archives == [try #require(expected)])
    }

    @Test("members in another order, white space and unknown members are taken", arguments: [1, 5, 1000])
    func otherOrder(_ pieces: Int) throws {
        let text = """
            \n { "Extra" : 12 , "More":{"ArchiveList":[{}],"a":"}]\\"" } ,"Nothing":null, "Yes":true,\t
            "ArchiveList" : [ {"Size": 1 , "SHA256TreeHash":"\(Self.hash.uppercased())", "x":[1,{"]":"}"}],
            "CreationDate":"2012-05-15T17:19:46.700Z","ArchiveDescription":null, "ArchiveId":"a\\u0062" } , {
            "ArchiveId":"c","ArchiveDescription":"\\"}],{\\\\","CreationDate":"2012-05-15T17:19:46Z","Size":"2",
            "SHA256TreeHash":"\(Self.hash)"}\r\n] , "InventoryDate":"2012-05-15T17:19:46Z"\n}\n
            """
        let (head, archives) = try read(.json, text, pieces: pieces)
        #expect(archives.map(\.archiveID) == ["ab", "c"])
        #expect(archives.map(\.description) == ["", #""}],{\"#])
        #expect(archives.map(\.size) == [1, 2])
        #expect(head.inventoryDate != nil)
    }

    @Test("an inventory without archives is one", arguments: [1, 1000])
    func empty(_ pieces: Int) throws {
        let text = #"{"VaultARN":"\#(Self.arn)","InventoryDate":"2016-08-11T19:36:51Z","ArchiveList":[]}"#
        #expect(try read(.json, text, pieces: pieces).archives.isEmpty)
        let heading = "ArchiveId,ArchiveDescription,CreationDate,Size,SHA256TreeHash"
        for text in [heading, heading + "\n", heading + "\r\n"] {
            #expect(try read(.csv, text, pieces: pieces).archives.isEmpty)
        }
    }

    @Test(
        "what is no inventory in JSON is refused",
        arguments: [
            "", " ", "{", "{}", "[]", "null", "{\"ArchiveList\":[]", "{\"ArchiveList\":null}", "{\"ArchiveList\":[1]}",
            "{\"ArchiveList\":[]}x", "{\"ArchiveList\":[],}", "{\"ArchiveList\":[,]}",
            "{\"ArchiveList\":[],\"ArchiveList\":[]}",
            "{\"ArchiveList\":[{}]}", "{\"a\":1 2,\"ArchiveList\":[]}", "{\"a\":nope,\"ArchiveList\":[]}", "<html>",
            "{\"ArchiveList\":[{\"a\":\u{1}}]}", "{ArchiveList:[]}", "{\"a\"",
        ]
    )
    func noJSON(_ text: String) {
        #expect(throws: InventoryError.self) { try read(.json, text) }
        #expect(throws: InventoryError.self) { try read(.json, text, pieces: 1) }
    }

    @Test("an inventory that is cut off anywhere is refused")
    func cutOff() throws {
        for length in 0..<Self.json.utf8.count {
            let text = String(decoding: Array(Self.json.utf8.prefix(length)), as: UTF8.self)
            #expect(throws: InventoryError.self) { try read(.json, text) }
        }
    }

    @Test("an archive with a field that cannot be is refused", arguments: 0..<7)
    func badFields(_ index: Int) {
        let bad = [
            ["", "d", "2017-08-22T17:24:07Z", "3", Self.hash], ["a b", "d", "2017-08-22T17:24:07Z", "3", Self.hash],
            ["a", "d", "yesterday", "3", Self.hash], ["a", "d", "2017-08-22T17:24:07Z", "-3", Self.hash],
            ["a", "d", "2017-08-22T17:24:07Z", "1e3", Self.hash], ["a", "d", "2017-08-22T17:24:07Z", "3", "ca6d"],
            [String(repeating: "a", count: 2000), "d", "2017-08-22T17:24:07Z", "3", Self.hash],
        ][index]
        let text = """
            {"ArchiveList":[{"ArchiveId":"\(bad[0])","ArchiveDescription":"\(bad[1])","CreationDate":"\(bad[2])",\
            "Size":\(bad[3]),"SHA256TreeHash":"\(bad[4])"}]}
            """
        #expect(throws: InventoryError.self) { try read(.json, text) }
        let heading = "ArchiveId,ArchiveDescription,CreationDate,Size,SHA256TreeHash\n"
        #expect(throws: InventoryError.self) { try read(.csv, heading + bad.joined(separator: ",")) }
    }

    @Test("values and lines without an end are refused before they fill the memory")
    func endless() {
        let long = String(repeating: "x", count: 70_000)
        for text in ["{\"\(long)", "{\"a\":\(long)", "{\"ArchiveList\":[{\"\(long)"] {
            #expect { try read(.json, text) } throws: { "\($0)".contains("too long") }
        }
        #expect { try read(.csv, long) } throws: { "\($0)".contains("too long") }
    }

    /// Descriptions and how the guide writes them, and what other writers of CSV make of them.
    @Test(
        "CSV is read back as it was meant",
        arguments: [
            ("my archive description,1", #""my archive description,1""#),
            (#"my archive description,1"2"#, #""my archive description,1\"2""#), (#"a\b"#, #""a\b""#), ("", ""),
            ("", #""""#), ("plain", "plain"), ("a,b,c", #""a,b,c""#), (#"ends with \"#, #""ends with \""#),
            (#"",2012-05-15T17:19:46Z,1,"#, #""\",2012-05-15T17:19:46Z,1,""#),
        ]
    )
    func csv(_ description: String, _ field: String) throws {
        let heading = "ArchiveId,ArchiveDescription,CreationDate,Size,SHA256TreeHash"
        for end in ["\n", "\r\n"] {
            let lines = [heading] + (0..<2).map { "id\($0),\(field),2017-08-22T17:24:07Z,3,\(Self.hash)" }
            for text in [lines.joined(separator: end), lines.map { $0 + end }.joined()] {
                for pieces in [1, 10, 1000] {
                    let archives = try read(.csv, text, pieces: pieces).archives
                    #expect(archives.map(\.archiveID) == ["id0", "id1"])
                    #expect(archives.map(\.description) == [description, description])
                    #expect(archives.map(\.size) == [3, 3])
                }
            }
        }
    }

    @Test("fields may all be quoted")
    func allQuoted() throws {
        let names = ["ArchiveId", "ArchiveDescription", "CreationDate", "Size", "SHA256TreeHash"]
        let text = [names, Self.archive("a", "b")].map { $0.map { "\"\($0)\"" }.joined(separator: ",") }
            .joined(separator: "\n")
        #expect(try read(.csv, text).archives.map(\.description) == ["b"])
    }

    @Test("what is no inventory in CSV is refused", arguments: ["", "\n", "a,b\n", "{}", "ArchiveId"])
    func noCSV(_ text: String) {
        #expect(throws: InventoryError.self) { try read(.csv, text) }
        let heading = "ArchiveId,ArchiveDescription,CreationDate,Size,SHA256TreeHash\n"
        #expect(throws: InventoryError.self) { try read(.csv, heading + ",,,,x") }
        #expect(throws: InventoryError.self) { try read(.csv, heading + "a,b,c") }
    }
}
