import Glacier
import JSONText

extension StepsTool {
    static let archiveSteps: [String: Perform] = [
        "uploadArchive": { glacier, step in
            let archive = try await glacier.vault(try step.text("vault")).uploadArchive(
                try payload(step),
                archiveDescription: step.optionalText("description")
            )
            return document(archive)
        },
        "deleteArchive": { glacier, step in
            try await glacier.archive(try step.text("archive"), in: try vault(step)).delete()
            return JSONObject()
        },
        "retrieve": { glacier, step in
            let archive = glacier.archive(try step.text("archive"), in: try vault(step))
            let job = try await archive.initiateArchiveRetrieval(
                tier: step.optionalText("tier").flatMap(Tier.init(rawValue:))
            )
            return JSONObject { $0.add("jobId", job.id) }
        },
    ]

    static func vault(_ step: Step) throws -> VaultAddress { VaultAddress(try step.text("vault")) }

    /// The bytes of a text.
    static func payload(_ step: Step) throws -> Payload { Payload(Array(try step.text("bytes").utf8)) }

    static func document(_ archive: Archive) -> JSONObject {
        JSONObject {
            $0.add("archiveId", archive.id)
            $0.add("checksum", archive.creation?.treeHash?.hex)
            $0.add("location", archive.creation?.location)
        }
    }
}
