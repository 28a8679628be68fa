import Glacier
import GlacierModel
import Synchronization
import Testing
@testable import firn

/// What was written, by a clock that stands still.
private final class Screen: Sendable {
    private struct State {
        var now = Timestamp(seconds: 1_000_000)
        var texts: [String] = []
    }

    private let state = Mutex(State())

    var texts: [String] { state.withLock { $0.texts } }

    func advance(_ span: Span) { state.withLock { $0.now = $0.now + span } }

    func display(_ place: ProgressDisplay.Place) -> ProgressDisplay {
        let surroundings = Surroundings(
            now: { self.state.withLock { $0.now } },
            randomBytes: { Array(repeating: 0, count: $0) },
            sleep: { span in
                self.advance(span)
                try Task.checkCancellation()
                await Task.yield()
            }
        )
        return ProgressDisplay(place, surroundings: surroundings) { text in
            self.state.withLock { $0.texts.append(text) }
        }
    }
}

@Suite("The display of a transfer's progress")
struct ProgressDisplayTests {
    private static let mebibyte: Int64 = 1 << 20

    private func half(_ phase: TransferProgress.Phase = .transferring) -> TransferProgress {
        TransferProgress(phase: phase, totalBytes: 8 << 20, completedBytes: 4 << 20, movedBytes: 4 << 20)
    }

    private func terminal(_ columns: Int, _ style: Style = .plain) -> ProgressDisplay.Place {
        .terminal(style) { columns }
    }

    @Test("a terminal has one line that is drawn over and empty in the end")
    func drawsOver() {
        let screen = Screen(), display = screen.display(terminal(80))
        display.begin("film.mov")
        display.show(TransferProgress(phase: .transferring, totalBytes: 8 << 20))
        screen.advance(.seconds(2))
        display.show(half())
        display.end()
        #expect(
            screen.texts == [
                "\rfilm.mov  [                                      ]  0%  0 B of 8.0 MiB\u{1B}[K",
                "\rfilm.mov  [==========           ]  50%  4.0 MiB of 8.0 MiB  2.0 MiB/s  2 s left\u{1B}[K",
                "\r\u{1B}[K",
            ]
        )
    }

    @Test("a line never fills the terminal's last column", arguments: 1...130)
    func fits(_ columns: Int) throws {
        for name in ["f", "a rather long name of a file that stands in many folders/一部の映画.mov"] {
            for phase in [TransferProgress.Phase.comparing, .waiting, .transferring, .finishing] {
                let screen = Screen(), display = screen.display(terminal(columns))
                display.begin(name, 2, of: 5)
                display.show(TransferProgress(phase: phase, totalBytes: 8 << 20))
                screen.advance(.seconds(2))
                display.show(half(phase))
                let last = try #require(screen.texts.last)
                #expect(last.hasPrefix("\r") && last.hasSuffix("\u{1B}[K"))
                let text = last.dropFirst().dropLast(3)
                #expect(String(text).columns < max(2, columns), "\(text)")
            }
        }
    }

    @Test("a narrow terminal keeps the share and the end of the name")
    func narrows() throws {
        let screen = Screen(), display = screen.display(terminal(30))
        display.begin("folder/subfolder/film.mov")
        display.show(half())
        #expect(try #require(screen.texts.last).hasPrefix("\r…lder/subfolder/film.mov  50%"))
    }

    @Test("a terminal is drawn at most ten times a second")
    func spares() {
        let screen = Screen(), display = screen.display(terminal(80))
        for file in 0..<10 {
            display.begin("\(file)")
            for _ in 0..<100 {
                display.show(half())
                screen.advance(Span(milliseconds: 1))
            }
        }
        #expect(screen.texts.filter { $0 != "\r\u{1B}[K" }.count == 10)
    }

    @Test(
        "the phases are told apart",
        arguments: [
            (TransferProgress.Phase.comparing, "comparing with what is there"),
            (.waiting, "waiting for the job  1 min 5 s"),
            (.finishing, "finishing"),
        ]
    )
    func phases(_ phase: TransferProgress.Phase, _ words: String) throws {
        let screen = Screen(), display = screen.display(terminal(120))
        display.begin("f")
        display.show(half(phase))
        screen.advance(.seconds(65))
        display.show(half(phase))
        #expect(try #require(screen.texts.last).contains(words), "\(screen.texts)")
    }

    @Test("colours are sequences that end where they began, around the same text")
    func paints() throws {
        let screen = Screen(), display = screen.display(terminal(80, Style(hasColors: true)))
        display.begin("f")
        display.show(half())
        let bar = "[\u{1B}[32m\(String(repeating: "=", count: 19))\u{1B}[0m\(String(repeating: " ", count: 19))]"
        #expect(screen.texts == ["\r\u{1B}[1mf\u{1B}[0m  \(bar)  50%  4.0 MiB of 8.0 MiB\u{1B}[K"])
    }

    @Test("what a name would make a terminal do is not done")
    func disarms() throws {
        let screen = Screen(), display = screen.display(terminal(80))
        display.begin("a\u{1B}[2J\nb\u{202E}")
        display.show(half())
        let text = try #require(screen.texts.first).dropFirst().dropLast(3)
        #expect(text.hasPrefix("a\\u{1b}[2J\\u{a}b\\u{202e}  "), "\(text)")
    }

    @Test("a log has a line from time to time, and none for a short transfer")
    func logs() {
        let screen = Screen(), display = screen.display(.log)
        display.begin("short", 1, of: 2)
        display.show(half())
        display.end()
        display.begin("long", 2, of: 2)
        for _ in 0..<61 {
            display.show(half())
            screen.advance(.seconds(1))
        }
        display.end()
        let line = "[2/2] long: 50%, 4.0 MiB of 8.0 MiB, 0 B/s, stalled\n"
        #expect(screen.texts == [line, line])
    }

    @Test("a log tells at once that a job is waited for, and again every ten minutes")
    func logsWaits() {
        let screen = Screen(), display = screen.display(.log)
        display.begin("f")
        for _ in 0..<1201 {
            display.show(TransferProgress(phase: .waiting, totalBytes: 8 << 20))
            screen.advance(.seconds(1))
        }
        #expect(screen.texts == ["0 s", "10 min", "20 min"].map { "f: waiting for the job, \($0)\n" })
    }

    @Test("nothing is shown where nothing is wanted")
    func silence() async throws {
        let screen = Screen(), display = screen.display(.nowhere)
        try await display.ticking {
            display.begin("f")
            display.show(half(.waiting))
        }
        #expect(screen.texts.isEmpty)
    }

    @Test("other lines come in between, with the display's own out of the way")
    func stepsAside() {
        let screen = Screen(), display = screen.display(terminal(40))
        display.begin("f")
        display.show(half())
        let drawn = screen.texts.last
        display.aside { #expect(screen.texts.last == "\r\u{1B}[K") }
        #expect(screen.texts.last == drawn)
    }

    @Test("a transfer that stands still is told to by itself, and its end ends the display")
    func ticks() async throws {
        let screen = Screen(), display = screen.display(terminal(80))
        let value = try await display.ticking {
            display.begin("f")
            display.show(half())
            while !(screen.texts.last ?? "").contains("stalled") { await Task.yield() }
            return 7
        }
        #expect(value == 7)
        #expect(screen.texts.last == "\r\u{1B}[K")
        struct Failure: Error {}
        await #expect(throws: Failure.self) { try await display.ticking { throw Failure() } }
    }

}
