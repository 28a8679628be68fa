/// A text of the library.
func string(_ text: UnsafePointer<CChar>?) -> String? {
    text.map { String(cString: $0) }
}

/// A text of the library in one line.
func singleLine(_ text: UnsafePointer<CChar>?) -> String {
    (string(text) ?? "no message").split(whereSeparator: \.isNewline).joined(separator: "; ")
}

/// Hands over texts as a list of C strings that ends with null, valid during the call.
func withCStrings<T>(_ texts: [String], _ body: ([UnsafePointer<CChar>?]) -> T) -> T {
    let bytes = texts.flatMap { Array($0.utf8CString) }
    return bytes.withUnsafeBufferPointer { buffer in
        var pointers: [UnsafePointer<CChar>?] = []
        var place = 0
        for text in texts {
            pointers.append(buffer.baseAddress.map { $0 + place })
            place += text.utf8.count + 1
        }
        return body(pointers + [nil])
    }
}
