import JSONText

/// What a select job selects from an archive of CSV. Options that are nil have the service's defaults.
///
/// Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/api-SelectParameters.html
public struct SelectParameters: Hashable, Sendable {
    /// How the archive is read.
    public struct Input: Hashable, Sendable {
        /// `NONE`, `IGNORE` or `USE`: what the first line is.
        public var fileHeaderInfo: String?
        /// Lines that begin with it are skipped.
        public var comments: String?
        /// Stands before a literal quote inside a quoted field.
        public var quoteEscapeCharacter: String?
        /// Ends a record.
        public var recordDelimiter: String?
        /// Stands between fields.
        public var fieldDelimiter: String?
        /// Delimiters inside a pair of it are data.
        public var quoteCharacter: String?

        /// Takes what differs from the service's defaults; nothing is judged.
        public init(
            fileHeaderInfo: String? = nil,
            comments: String? = nil,
            quoteEscapeCharacter: String? = nil,
            recordDelimiter: String? = nil,
            fieldDelimiter: String? = nil,
            quoteCharacter: String? = nil
        ) {
            self.fileHeaderInfo = fileHeaderInfo
            self.comments = comments
            self.quoteEscapeCharacter = quoteEscapeCharacter
            self.recordDelimiter = recordDelimiter
            self.fieldDelimiter = fieldDelimiter
            self.quoteCharacter = quoteCharacter
        }

        init(_ document: AnswerDocument) throws(UnreadableAnswer) {
            fileHeaderInfo = try document.string("FileHeaderInfo")
            comments = try document.string("Comments")
            quoteEscapeCharacter = try document.string("QuoteEscapeCharacter")
            recordDelimiter = try document.string("RecordDelimiter")
            fieldDelimiter = try document.string("FieldDelimiter")
            quoteCharacter = try document.string("QuoteCharacter")
        }

        var document: JSONObject {
            var json = JSONObject()
            json.addGiven("FileHeaderInfo", fileHeaderInfo)
            json.addGiven("Comments", comments)
            json.addGiven("QuoteEscapeCharacter", quoteEscapeCharacter)
            json.addGiven("RecordDelimiter", recordDelimiter)
            json.addGiven("FieldDelimiter", fieldDelimiter)
            json.addGiven("QuoteCharacter", quoteCharacter)
            return json
        }
    }

    /// How results are written.
    public struct Output: Hashable, Sendable {
        /// `ASNEEDED` or `ALWAYS`.
        public var quoteFields: String?
        /// Stands before a literal quote inside a quoted field.
        public var quoteEscapeCharacter: String?
        /// Ends a record.
        public var recordDelimiter: String?
        /// Stands between fields.
        public var fieldDelimiter: String?
        /// Delimiters inside a pair of it are data.
        public var quoteCharacter: String?

        /// Takes what differs from the service's defaults; nothing is judged.
        public init(
            quoteFields: String? = nil,
            quoteEscapeCharacter: String? = nil,
            recordDelimiter: String? = nil,
            fieldDelimiter: String? = nil,
            quoteCharacter: String? = nil
        ) {
            self.quoteFields = quoteFields
            self.quoteEscapeCharacter = quoteEscapeCharacter
            self.recordDelimiter = recordDelimiter
            self.fieldDelimiter = fieldDelimiter
            self.quoteCharacter = quoteCharacter
        }

        init(_ document: AnswerDocument) throws(UnreadableAnswer) {
            quoteFields = try document.string("QuoteFields")
            quoteEscapeCharacter = try document.string("QuoteEscapeCharacter")
            recordDelimiter = try document.string("RecordDelimiter")
            fieldDelimiter = try document.string("FieldDelimiter")
            quoteCharacter = try document.string("QuoteCharacter")
        }

        var document: JSONObject {
            var json = JSONObject()
            json.addGiven("QuoteFields", quoteFields)
            json.addGiven("QuoteEscapeCharacter", quoteEscapeCharacter)
            json.addGiven("RecordDelimiter", recordDelimiter)
            json.addGiven("FieldDelimiter", fieldDelimiter)
            json.addGiven("QuoteCharacter", quoteCharacter)
            return json
        }
    }

    /// The SQL text.
    public var expression: String
    /// The language of the expression.
    public var expressionType: String
    /// How the archive is read.
    public var input: Input
    /// How results are written.
    public var output: Output

    /// Takes any expression: the service judges it.
    public init(expression: String, expressionType: String = "SQL", input: Input = Input(), output: Output = Output()) {
        self.expression = expression
        self.expressionType = expressionType
        self.input = input
        self.output = output
    }

    init(_ document: AnswerDocument) throws(UnreadableAnswer) {
        let nothing = AnswerDocument([:])
        expression = try document.string("Expression") ?? ""
        expressionType = try document.string("ExpressionType") ?? ""
        input = try Input(document.object("InputSerialization")?.object("csv") ?? nothing)
        output = try Output(document.object("OutputSerialization")?.object("csv") ?? nothing)
    }

    var document: JSONObject {
        var json = JSONObject()
        json.add("InputSerialization", Self.csv(input.document))
        json.add("ExpressionType", expressionType)
        json.add("Expression", expression)
        json.add("OutputSerialization", Self.csv(output.document))
        return json
    }

    private static func csv(_ options: JSONObject) -> JSONObject {
        var json = JSONObject()
        json.add("csv", options)
        return json
    }
}
