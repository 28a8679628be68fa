import GlacierModel
import HTTPTypes
import JSONText

/// Documents of requests have only the keys that were given: what is absent is left out.
extension JSONObject {
    mutating func addGiven(_ key: String, _ value: String?) {
        if let value { add(key, value) }
    }

    mutating func addGiven(_ key: String, _ value: JSONObject?) {
        if let value { add(key, value) }
    }

    /// A map in byte order of its keys; one without members is left out.
    mutating func addGiven(_ key: String, _ texts: [String: String]) {
        if !texts.isEmpty { add(key, JSONObject(texts)) }
    }

    /// A map in an order that does not depend on chance.
    init(_ texts: [String: String]) {
        self.init()
        for key in texts.keys.sorted() { add(key, texts[key]) }
    }

    /// A policy's text as policies are set: a JSON document in a string.
    init(policy: String) {
        self.init()
        add("Policy", policy)
    }
}

extension HTTPFields {
    /// The header of an archive's description; none for an empty one.
    ///
    /// - Throws: `UnsendableCall` for a text that the header cannot carry unchanged.
    static func describing(_ archiveDescription: String?) throws(UnsendableCall) -> HTTPFields {
        guard let archiveDescription, !archiveDescription.isEmpty else { return [:] }
        guard (try? ArchiveDescription(archiveDescription)) != nil else {
            throw UnsendableCall("archiveDescription", archiveDescription)
        }
        return [.archiveDescription: archiveDescription]
    }
}
