import Glacier
import Glibc

extension OutputOptions {
    /// The display of a command's transfers, on standard error: on a terminal one line, elsewhere lines of a log, and
    /// nothing with `--quiet`.
    func progressDisplay(surroundings: Surroundings = .live) -> ProgressDisplay {
        ProgressDisplay(progressPlace, surroundings: surroundings) { text in
            var bytes = Array(text.utf8)[...]
            // Nobody may be there any more; the transfer goes on.
            while !bytes.isEmpty {
                let written = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { return }
                bytes = bytes.dropFirst(written)
            }
        }
    }

    private var progressPlace: ProgressDisplay.Place {
        if quiet { return .nowhere }
        let terminal = errorTerminal
        guard terminal.isInteractive else { return .log }
        return .terminal(terminal.style) { Terminal(.error).width ?? 80 }
    }
}
