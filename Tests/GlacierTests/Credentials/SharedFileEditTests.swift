import Testing

@testable import Glacier

@Suite("Editing the files that the AWS tools share")
struct SharedFileEditTests {
    private func edited(
        _ text: String,
        _ kind: SharedFileEdit.Kind = .config,
        _ profile: String = "p",
        _ settings: (String, String)...
    ) -> String {
        var edit = SharedFileEdit(text, kind, profile: profile)
        for (name, value) in settings { edit.set(name, to: value) }
        return edit.text
    }

    @Test("a profile that is not there is added at the end, by the name that its file has for it")
    func adds() {
        #expect(edited("", .config, "default", ("region", "r")) == "[default]\nregion = r\n")
        #expect(edited("", .config, "p", ("region", "r")) == "[profile p]\nregion = r\n")
        #expect(edited("", .config, "a b", ("region", "r")) == "[profile 'a b']\nregion = r\n")
        #expect(edited("", .credentials, "a b", ("k", "v"), ("l", "w")) == "[a b]\nk = v\nl = w\n")
        #expect(edited("[x]\na=b", .credentials, "p", ("k", "v")) == "[x]\na=b\n[p]\nk = v\n")
        #expect(edited("# note\r\n", .credentials, "p", ("k", "v")) == "# note\r\n[p]\r\nk = v\r\n")
    }

    @Test(
        "a setting is changed in place, and everything else stays as it is",
        arguments: [
            ("[profile p]\nregion=old\n", "[profile p]\nregion = new\n"),
            ("[profile p]\n  REGION : old\n[q]\nregion=q", "[profile p]\n  region = new\n[q]\nregion=q"),
            ("# a\n[profile p]\n# b\nregion=old\n\n; c\nx=y\n", "# a\n[profile p]\n# b\nregion = new\n\n; c\nx=y\n"),
            ("[profile p]\nregion=o\n  ld\n # c\n  d\nx=y\n", "[profile p]\nregion = new\n # c\nx=y\n"),
            ("[profile \"p\"]\r\nregion=old\r\nx=y", "[profile \"p\"]\r\nregion = new\r\nx=y"),
            ("\u{FEFF}[profile p]\nregion=old", "\u{FEFF}[profile p]\nregion = new"),
            ("[profile p]\nregion =   new \n", "[profile p]\nregion =   new \n"),
            ("[profile p]\nx=y\n  region = z\n[q]\n", "[profile p]\nx=y\n  region = z\nregion = new\n[q]\n"),
            ("[profile p]\nx=y\n\n# of q\n[q]\n", "[profile p]\nx=y\nregion = new\n\n# of q\n[q]\n"),
            ("[profile p]\ns3 =\n  a = b\n[q]\n", "[profile p]\ns3 =\n  a = b\nregion = new\n[q]\n"),
            ("[profile p]", "[profile p]\nregion = new\n"), ("[profile p]\n\n[q]", "[profile p]\nregion = new\n\n[q]"),
            ("[profile p]\nx=y\n  [profile p]\n[q]\n", "[profile p]\nx=y\n  [profile p]\nregion = new\n[q]\n"),
            ("[p]\nregion=other\n", "[p]\nregion=other\n[profile p]\nregion = new\n"),
        ]
    )
    func changes(_ before: String, _ after: String) throws {
        #expect(edited(before, .config, "p", ("region", "new")) == after)
        #expect(edited(after, .config, "p", ("region", "new")) == after)
        let file = SharedConfiguration.File(path: "f", document: try INIDocument(parsing: Array(after.utf8)))
        let read = SharedConfiguration(config: file, credentials: .init(path: "g", document: nil))
        #expect(try read.configProfiles["p"]?.text("region") == "new")
    }

    @Test(
        "a setting is removed with all its lines, and nothing else",
        arguments: [
            ("[profile p]\na=b\nregion=o\n  ld\n# c\n  d\nx=y\n", "[profile p]\na=b\n# c\nx=y\n"),
            ("[profile p]\nregion=o", "[profile p]\n"), ("[profile p]\na=b\n", "[profile p]\na=b\n"),
            ("[profile q]\nregion=o\n", "[profile q]\nregion=o\n"), ("", ""),
        ]
    )
    func removes(_ before: String, _ after: String) {
        var edit = SharedFileEdit(before, .config, profile: "p")
        #expect(edit.has("region") == (before != after))
        edit.remove("region")
        #expect(edit.text == after && !edit.has("region"))
    }

    @Test("what no line can hold is refused")
    func refuses() {
        for value in ["", " a", "a ", "a\nb", "a\rb", "a\u{0}b"] { #expect(!SharedFileEdit.isValue(value)) }
        for name in ["", "DEFAULT", " a", "a]b", "a\nb", "a\"b", "a'b", "a\\b"] {
            #expect(!SharedFileEdit.isProfileName(name))
        }
        #expect(SharedFileEdit.isValue("a b#;=:[c]") && SharedFileEdit.isProfileName("a b.c-1@d"))
    }
}
