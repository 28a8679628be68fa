import Dispatch
import Foundation

/// Asks somebody at the terminal for what nobody else is to see.
enum SecretPrompt {
    /// Prints a question on the standard error and reads a line of the standard input, without showing it where that is
    /// a terminal. A signal that ends the process meanwhile leaves the terminal as it was.
    ///
    /// - Returns: nil at the end of the input.
    static func read(_ question: String) -> String? {
        var mode = termios()
        guard tcgetattr(STDIN_FILENO, &mode) == 0 else {
            FileHandle.standardError.write(Data(question.utf8))
            return readLine()
        }
        let usual = mode
        let watched = DispatchGroup()
        let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                var usual = usual
                tcsetattr(STDIN_FILENO, TCSANOW, &usual)
                _exit(ExitStatus.interrupted.rawValue)
            }
            watched.enter()
            source.setRegistrationHandler { watched.leave() }
            source.resume()
            return (source, number)
        }
        // Until then a signal would be lost, for its usual effect is switched off already.
        watched.wait()
        mode.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &mode)
        // Whoever has read the question may be sure that the answer is not shown.
        FileHandle.standardError.write(Data(question.utf8))
        defer {
            var usual = usual
            tcsetattr(STDIN_FILENO, TCSANOW, &usual)
            for (source, number) in sources {
                source.cancel()
                signal(number, SIG_DFL)
            }
            FileHandle.standardError.write(Data("\n".utf8))
        }
        return readLine()
    }
}
