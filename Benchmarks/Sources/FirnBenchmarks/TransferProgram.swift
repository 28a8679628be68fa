import Foundation

/// What moves a file to a server, and back.
enum TransferProgram: String, CaseIterable {
    case boto3
    /// boto3, which checks the tree hash of each range that it downloads.
    case provingBoto3 = "boto3, proving ranges"
    case awsCLI = "aws glacier"
    case firn

    enum Direction: String, CaseIterable {
        case upload
        case download
    }

    /// Whether the program can do it: the AWS CLI downloads whole outputs only, and uploads in one request.
    func does(_ direction: Direction) -> Bool { self != .provingBoto3 || direction == .download }

    /// Sizes that both sides have in common.
    static let connections = 4
    static let partMebibytes = 16

    /// The command line that uploads `file`, or downloads an archive to it.
    func command(_ direction: Direction, file: URL, vault: String, archive: String) -> [String] {
        let environment = ProcessInfo.processInfo.environment
        let python = environment["FIRN_BENCHMARK_PYTHON"] ?? "python3"
        switch (self, direction) {
        case (.firn, .upload):
            // A catalogue of its own, and no word of it that the file is uploaded already.
            return [
                environment["FIRN_BINARY"] ?? ".build/release/firn", "upload", vault, file.path, "--json", "--again",
                "--catalogue", "\(file.path).sqlite", "--parallel", String(Self.connections),
                "--part-size", "\(Self.partMebibytes)MiB",
            ]
        case (.firn, .download):
            return [
                environment["FIRN_BINARY"] ?? ".build/release/firn", "download", vault, archive, file.path, "--force",
                "--json", "--parallel", String(Self.connections),
            ]
        case (.awsCLI, .upload):
            return [
                python, "-m", "awscli", "glacier", "upload-archive", "--account-id", "-", "--vault-name", vault,
                "--body",
                file.path,
            ]
        case (.awsCLI, .download):
            return [
                python, "-c", Self.cliDownload, vault, archive, file.path,
            ]
        case (.boto3, .upload), (.provingBoto3, .upload):
            return [
                python, "-c", Self.botoUpload, vault, file.path, String(Self.connections), String(Self.partMebibytes),
            ]
        case (.boto3, .download), (.provingBoto3, .download):
            return [
                python, "-c", Self.botoDownload, vault, archive, file.path, String(Self.connections),
                String(Self.partMebibytes), self == .boto3 ? "plain" : "proving",
            ]
        }
    }
}

extension TransferProgram {
    /// Prints what the uploads print: JSON with the archive's id.
    private static let botoUpload = """
        import concurrent.futures, json, os, sys
        import boto3
        from botocore.config import Config
        from botocore.utils import calculate_tree_hash
        vault, path, threads, part = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]) << 20
        client = boto3.client("glacier", config=Config(max_pool_connections=threads))
        size = os.path.getsize(path)
        upload = client.initiate_multipart_upload(vaultName=vault, partSize=str(part))["uploadId"]
        def send(start):
            with open(path, "rb") as file:
                file.seek(start)
                data = file.read(part)
            client.upload_multipart_part(vaultName=vault, uploadId=upload, body=data,
                                         range=f"bytes {start}-{start + len(data) - 1}/*")
        with concurrent.futures.ThreadPoolExecutor(threads) as pool:
            list(pool.map(send, range(0, size, part)))
        with open(path, "rb") as file:
            checksum = calculate_tree_hash(file)
        done = client.complete_multipart_upload(vaultName=vault, uploadId=upload, archiveSize=str(size),
                                                checksum=checksum)
        print(json.dumps({"archiveId": done["archiveId"]}))
        """

    private static let botoDownload = """
        import concurrent.futures, io, os, sys, time
        import boto3
        from botocore.config import Config
        from botocore.utils import calculate_tree_hash
        vault, archive, path, threads = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
        part, proving = int(sys.argv[5]) << 20, sys.argv[6] == "proving"
        client = boto3.client("glacier", config=Config(max_pool_connections=threads))
        job = client.initiate_job(vaultName=vault, jobParameters={"Type": "archive-retrieval", "ArchiveId": archive})
        while True:
            described = client.describe_job(vaultName=vault, jobId=job["jobId"])
            if described["Completed"]:
                break
            time.sleep(0.1)
        size = described["ArchiveSizeInBytes"]
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        def fetch(start):
            answer = client.get_job_output(vaultName=vault, jobId=job["jobId"],
                                           range=f"bytes={start}-{min(start + part, size) - 1}")
            if proving:
                data = answer["body"].read()
                if calculate_tree_hash(io.BytesIO(data)) != answer["checksum"]:
                    raise SystemExit("a wrong hash")
                os.pwrite(file, data, start)
                return
            while data := answer["body"].read(1 << 20):
                os.pwrite(file, data, start)
                start += len(data)
        with concurrent.futures.ThreadPoolExecutor(threads) as pool:
            list(pool.map(fetch, range(0, size, part)))
        os.close(file)
        """

    /// Starts the job, as the CLI would be asked to, and lets the CLI fetch its output.
    private static let cliDownload = """
        import json, subprocess, sys
        cli = [sys.executable, "-m", "awscli", "glacier"]
        vault, archive, path = sys.argv[1:]
        what = ["--account-id", "-", "--vault-name", vault]
        parameters = json.dumps({"Type": "archive-retrieval", "ArchiveId": archive})
        job = subprocess.run([*cli, "initiate-job", *what, "--job-parameters", parameters],
                             check=True, capture_output=True).stdout
        subprocess.run([*cli, "get-job-output", *what, "--job-id", json.loads(job)["jobId"], path],
                       check=True, stdout=subprocess.DEVNULL)
        """
}
