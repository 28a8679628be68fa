import Glacier
import JSONText

extension StepsTool {
    static let uploadSteps: [String: Perform] = [
        "initiate": { glacier, step in
            let upload = try await glacier.vault(try step.text("vault")).initiateMultipartUpload(
                partSize: try step.number("partSize"),
                archiveDescription: step.optionalText("description")
            )
            return JSONObject { $0.add("uploadId", upload.id) }
        },
        "uploadPart": { glacier, step in
            let sent = try await upload(glacier, step).uploadPart(try payload(step), at: try step.number("at"))
            return JSONObject { $0.add("checksum", sent.treeHash?.hex) }
        },
        "parts": { glacier, step in
            let page = try await upload(glacier, step).parts(
                marker: step.optionalText("marker"),
                limit: step.optionalNumber("limit").map(Int.init)
            )
            var json = document(page.upload)
            json.add("Parts", page.parts.map(document))
            json.add("Marker", page.marker)
            return json
        },
        "allParts": { glacier, step in
            var parts: [JSONObject] = []
            let listing = try upload(glacier, step).allParts(pageSize: step.optionalNumber("pageSize").map(Int.init))
            for try await part in listing { parts.append(document(part)) }
            return JSONObject { $0.add("Parts", parts) }
        },
        "attributes": { glacier, step in document(try await upload(glacier, step).attributes) },
        "uploads": { glacier, step in
            var uploads: [JSONObject] = []
            for try await upload in glacier.vault(try step.text("vault")).multipartUploads {
                uploads.append(document(try await upload.attributes))
            }
            return JSONObject { $0.add("UploadsList", uploads) }
        },
        "complete": { glacier, step in
            guard let treeHash = Digest(hex: try step.text("checksum")) else { throw Step.Mistake("checksum") }
            return document(
                try await upload(glacier, step).complete(archiveSize: try step.number("size"), treeHash: treeHash)
            )
        },
        "abort": { glacier, step in
            try await upload(glacier, step).abort()
            return JSONObject()
        },
    ]

    private static func upload(_ glacier: GlacierService, _ step: Step) throws -> MultipartUpload {
        glacier.multipartUpload(try step.text("upload"), in: try vault(step))
    }

    private static func document(_ upload: ListedUpload) -> JSONObject {
        JSONObject {
            $0.add("ArchiveDescription", upload.archiveDescription)
            $0.add("CreationDate", upload.creationDate?.millisecondsText)
            $0.add("MultipartUploadId", upload.uploadID)
            $0.add("PartSizeInBytes", upload.partSizeInBytes)
            $0.add("VaultARN", upload.vaultARN)
        }
    }

    private static func document(_ part: ListedPart) -> JSONObject {
        JSONObject {
            $0.add("RangeInBytes", "\(part.range.lowerBound)-\(part.range.upperBound - 1)")
            $0.add("SHA256TreeHash", part.treeHash.hex)
        }
    }
}
