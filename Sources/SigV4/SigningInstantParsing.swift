extension SigningInstant {
    /// Reads `yyyyMMdd'T'HHmmss'Z'`: exactly 16 characters and a moment that exists. Anything else gives nil.
    public init?(basic text: some StringProtocol) {
        let characters = Array(text.utf8.prefix(17))
        guard characters.count == 16, characters[8] == UInt8(ascii: "T"), characters[15] == UInt8(ascii: "Z"),
            let year = Int64(digits: characters[0..<4]), let month = Int64(digits: characters[4..<6]),
            let day = Int64(digits: characters[6..<8]), let hour = Int64(digits: characters[9..<11]),
            let minute = Int64(digits: characters[11..<13]), let second = Int64(digits: characters[13..<15])
        else { return nil }
        let fields = CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        guard let seconds = fields.secondsSince1970 else { return nil }
        self.init(secondsSince1970: seconds)
    }

    /// Reads `Fri, 25 May 2012 00:24:53 GMT`. The day may have one digit, and UTC may be written `GMT`, `UTC`, `UT`,
    /// `+0000` or `-0000`, as e-mail libraries write it; other zones give nil. The name of the weekday is not compared
    /// with the date.
    ///
    /// Source: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7,
    /// https://www.rfc-editor.org/rfc/rfc1123#page-55
    public init?(httpDate text: some StringProtocol) {
        let characters = Array(text.utf8.prefix(32))
        guard characters.count < 32 else { return nil }
        let words = characters.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == 6, weekdays.contains(where: { $0.utf8.elementsEqual(words[0]) }),
            (1...2).contains(words[1].count), let day = Int64(digits: words[1]),
            let month = months.firstIndex(where: { $0.utf8.elementsEqual(words[2]) }),
            words[3].count == 4, let year = Int64(digits: words[3]),
            universalZones.contains(where: { $0.utf8.elementsEqual(words[5]) })
        else { return nil }
        let time = words[4].split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard time.count == 3, time.allSatisfy({ $0.count == 2 }), let hour = Int64(digits: time[0]),
            let minute = Int64(digits: time[1]), let second = Int64(digits: time[2])
        else { return nil }
        let fields = CivilTime(
            year: year,
            month: Int64(month) + 1,
            day: day,
            hour: hour,
            minute: minute,
            second: second
        )
        guard let seconds = fields.secondsSince1970 else { return nil }
        self.init(secondsSince1970: seconds)
    }
}

private let weekdays = ["Mon,", "Tue,", "Wed,", "Thu,", "Fri,", "Sat,", "Sun,"]
private let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
private let universalZones = ["GMT", "UTC", "UT", "+0000", "-0000"]

extension Int64 {
    /// The number that 1 to 18 ASCII digits say; nil for a sign, a space, any other character, or more digits.
    init?(digits: some Collection<UInt8>) {
        guard (1...18).contains(digits.count) else { return nil }
        var number: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        self = number
    }
}
