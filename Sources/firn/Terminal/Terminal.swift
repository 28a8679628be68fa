import ArgumentParser
import Foundation

/// When colours are used.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    /// On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`.
    case auto
    case always
    case never
}

/// A stream of the process as a place where somebody may be looking.
struct Terminal: Sendable {
    enum Stream: Int32, Sendable {
        case input = 0
        case output = 1
        case error = 2
    }

    /// Whether a person may be on the other side.
    let isTerminal: Bool
    /// Columns of a line; nil where lines have no end.
    let width: Int?
    /// Whether lines may be written over, as progress does: a terminal that is not dumb.
    let isInteractive: Bool
    let style: Style

    init(isTerminal: Bool, width: Int?, isInteractive: Bool, style: Style) {
        (self.isTerminal, self.width, self.isInteractive, self.style) = (isTerminal, width, isInteractive, style)
    }

    /// Asks the system about a stream of this process.
    init(
        _ stream: Stream,
        color: ColorChoice = .auto,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        let isTerminal = isatty(stream.rawValue) == 1, isDumb = environment["TERM"] == "dumb"
        self.init(
            isTerminal: isTerminal,
            width: isTerminal ? Self.columns(of: stream) ?? 80 : nil,
            isInteractive: isTerminal && !isDumb,
            style: Style(color, isTerminal: isTerminal && !isDumb, environment: environment)
        )
    }

    /// A document as it is or, on a terminal, with its control characters written out, all but ends of lines and tabs.
    func shown(_ document: String) -> String {
        isTerminal ? document.visible(but: ["\n", "\t"]) : document
    }

    private static func columns(of stream: Stream) -> Int? {
        var size = winsize()
        guard ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
