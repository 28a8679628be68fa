import GlacierModel

/// The job of a captured document.
extension Example {
    static func job(
        status: JobStatus = .inProgress,
        range: Range<Int64> = 0..<2_132_743,
        rangeTreeHash: String? = treeHash,
        description: String? = nil,
        topic: String? = nil
    ) throws -> Job {
        Job(
            id: try JobID(jobID),
            work: .archiveRetrieval(
                ArchiveRetrieval(
                    archiveID: try ArchiveID(archiveID),
                    archiveSize: 2_132_743,
                    archiveTreeHash: try digest(treeHash),
                    range: range,
                    rangeTreeHash: try rangeTreeHash.map(digest),
                    tier: .standard
                )
            ),
            jobDescription: try JobDescription(description),
            snsTopic: topic,
            creationDate: Timestamp(milliseconds: 1_472_742_228_365),
            status: status
        )
    }

    static func inventoryJob(
        _ retrieval: InventoryRetrieval,
        status: JobStatus = .inProgress,
        description: String? = nil,
        topic: String? = nil
    ) throws -> Job {
        Job(
            id: try JobID(
                "m-DLDuNO52qrwBiZuPPedUk0j5kuD8vXywiZAuNKOj6V1Khn_8pQcpQLNks9B5qgDwnap_iE0gDVuoBjAoalPSMmxgt8"
            ),
            work: .inventoryRetrieval(retrieval),
            jobDescription: try JobDescription(description),
            snsTopic: topic,
            creationDate: Timestamp(milliseconds: 1_472_721_405_612),
            status: status
        )
    }

    /// The captured document of an inventory in progress, with the tier that was added later: 635 bytes.
    static let inventoryJobDocument =
        #"{"Action":"InventoryRetrieval","ArchiveId":null,"ArchiveSHA256TreeHash":null,"ArchiveSizeInBytes":null,"#
        + #""Completed":false,"CompletionDate":null,"CreationDate":"2016-09-01T09:16:45.612Z","#
        + #""InventoryRetrievalParameters":{"EndDate":null,"Format":"JSON","Limit":null,"Marker":null,"#
        + #""StartDate":null},"InventorySizeInBytes":null,"JobDescription":null,"#
        + #""JobId":"m-DLDuNO52qrwBiZuPPedUk0j5kuD8vXywiZAuNKOj6V1Khn_8pQcpQLNks9B5qgDwnap_iE0gDVuoBjAoalPSMmxgt8","#
        + #""RetrievalByteRange":null,"SHA256TreeHash":null,"SNSTopic":null,"StatusCode":"InProgress","#
        + #""StatusMessage":null,"Tier":null,"VaultARN":"arn:aws:glacier:us-east-1:111122223333:vaults/201407"}"#

    /// The captured document, with the tier that was added later: 842 bytes.
    static let jobDocument =
        #"{"Action":"ArchiveRetrieval","ArchiveId":"TgCPA9cpYEGWVo6-_TDVqkHeeA7g_6opDeu2KZv_6GVf98sOWqwyVca5sxOmz6k--"#
        + #"yegDNONmbO-iR-hnMbgeESA5T6w_Fs2N11YoqgX7FW-Rtovl3KXkbwUjrTTj9bQUlFVN1LlXw","ArchiveSHA256TreeHash":"98370"#
        + #"7d8d4bd9527c538ceee061cae3bd5a6306d7700306271c8e8b9a963c460","ArchiveSizeInBytes":2132743,"Completed":fals"#
        + #"e,"CompletionDate":null,"CreationDate":"2016-09-01T15:03:48.365Z","InventoryRetrievalParameters":null,"Inv"#
        + #"entorySizeInBytes":null,"JobDescription":null,"JobId":"vJo5-KLs3G5-JgWSw2IQAmbC4qKaOVtlXwUBdBDLhcQA1bNT7z0"#
        + #"_RnffszPmpEGq8ErWuM_PWB8yK9wBTQsQOyzJokNW","RetrievalByteRange":"0-2132742","SHA256TreeHash":"983707d8d4bd"#
        + #"9527c538ceee061cae3bd5a6306d7700306271c8e8b9a963c460","SNSTopic":null,"StatusCode":"InProgress","StatusMes"#
        + #"sage":null,"Tier":"Standard","VaultARN":"arn:aws:glacier:us-east-1:111122223333:vaults/test-201609"}"#
}
