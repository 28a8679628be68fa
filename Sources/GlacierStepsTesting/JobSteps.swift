import Glacier
import JSONText

extension StepsTool {
    static let jobSteps: [String: Perform] = [
        "inventory": { glacier, step in
            let job = try await glacier.vault(try step.text("vault")).initiateInventoryRetrieval(
                jobDescription: step.optionalText("description")
            )
            return JSONObject { $0.add("jobId", job.id) }
        },
        "describeJob": { glacier, step in document(try await job(glacier, step).attributes) },
        "waitForJob": { glacier, step in
            document(
                try await job(glacier, step).waitUntilCompleted(timeLimit: .minutes(1), longestDelay: .seconds(1))
            )
        },
        "listJobs": { glacier, step in
            var jobs: [JSONObject] = []
            for try await job in glacier.vault(try step.text("vault")).jobs {
                jobs.append(document(try await job.attributes))
            }
            return JSONObject { $0.add("JobList", jobs) }
        },
        "output": { glacier, step in
            let output = try await job(glacier, step).getOutput()
            var bytes: [UInt8] = []
            for try await chunk in output.body { bytes.append(contentsOf: chunk.readableBytesView) }
            return JSONObject {
                $0.add("archiveDescription", output.head.archiveDescription)
                $0.add("body", String(decoding: bytes, as: UTF8.self))
                $0.add("checksum", output.head.treeHash?.hex)
                $0.add("contentType", output.head.contentType)
            }
        },
    ]

    private static func job(_ glacier: GlacierService, _ step: Step) throws -> Job {
        glacier.job(try step.text("job"), in: try vault(step))
    }

    /// What is the same for every service; boto3 has more.
    private static func document(_ job: DescribedJob) -> JSONObject {
        JSONObject {
            $0.add("Action", job.action)
            $0.add("ArchiveId", job.archiveID)
            $0.add("Completed", job.isCompleted)
            $0.add("CompletionDate", job.completionDate?.millisecondsText)
            $0.add("CreationDate", job.creationDate?.millisecondsText)
            $0.add("JobDescription", job.jobDescription)
            $0.add("JobId", job.jobID)
            $0.add("StatusCode", job.statusCode)
            $0.add("Tier", job.tier)
            $0.add("VaultARN", job.vaultARN)
        }
    }
}
