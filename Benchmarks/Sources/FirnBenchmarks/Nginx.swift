import Foundation

/// nginx, set up to receive files by PUT and to send them. It checks, hashes and syncs nothing.
enum Nginx {
    /// The folder whose files are sent; a PUT makes new ones in it.
    static func files(in folder: URL) -> URL { folder.appendingPathComponent("files") }

    /// Written by nginx once it listens.
    static func processFile(in folder: URL) -> URL { folder.appendingPathComponent("nginx.pid") }

    /// Writes the configuration, and the ready file that holds from the moment at which nginx listens.
    ///
    /// - Returns: the command that starts it, looked for in `PATH`.
    static func prepare(in folder: URL, readyFile: URL) throws -> [String] {
        let port = try freePort()
        try FileManager.default.createDirectory(at: files(in: folder), withIntermediateDirectories: true)
        try? FileManager.default.removeItem(at: processFile(in: folder))
        try JSONEncoder().encode(ReadyFile(listen: "127.0.0.1:\(port)")).write(to: readyFile)
        let file = folder.appendingPathComponent("nginx.conf")
        try Data(configuration(of: folder, port: port).utf8).write(to: file)
        return ["nginx", "-p", folder.path, "-e", "stderr", "-c", file.path]
    }

    /// Source: https://nginx.org/en/docs/dirindex.html
    private static func configuration(of folder: URL, port: Int) -> String {
        // Its workers would be somebody else, who may not write here.
        let user = geteuid() == 0 ? "user root;" : ""
        let unused = ["proxy", "fastcgi", "uwsgi", "scgi"].map { name in
            "    \(name)_temp_path \(folder.path)/\(name);\n"
        }
        return """
            \(user)
            daemon off;
            worker_processes 2;
            pid \(processFile(in: folder).path);
            events { worker_connections 1024; }
            http {
                access_log off;
                sendfile on;
                tcp_nopush on;
                keepalive_requests 1000000;
                client_max_body_size 0;
                client_body_buffer_size 1m;
                client_body_temp_path \(folder.path)/bodies;
            \(unused.joined())
                server {
                    listen 127.0.0.1:\(port);
                    root \(files(in: folder).path);
                    location / {
                        dav_methods PUT;
                        create_full_put_path on;
                    }
                }
            }
            """
    }

    /// A port of the loopback interface that nobody uses: nginx cannot say which one the system gave it.
    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let outcome = withUnsafeMutableBytes(of: &address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) { pointer in
                bind(descriptor, pointer.baseAddress, length) == 0
                    && getsockname(descriptor, pointer.baseAddress, &length) == 0
            }
        }
        guard outcome else { throw BenchmarkError("there is no free port: \(String(cString: strerror(errno)))") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
