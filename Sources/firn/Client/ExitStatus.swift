import ArgumentParser

/// How a command ended, for scripts. Where `sysexits.h` has a number for it, that is the number.
///
/// `docs/command-line.md` has them as a table.
enum ExitStatus: Int32, CaseIterable {
    /// What was asked for is done.
    case success = 0
    /// It is not, for a reason that no other status names.
    case failure = 1
    /// The command line makes no sense, or lacks the `--yes` that it needs where nobody can be asked.
    case usage = 64
    /// Bytes are not what they should be: a checksum differs.
    case damaged = 65
    /// What the command is about is not there.
    case notFound = 66
    /// The same command may succeed later: no connection, throttling, a service that is not well.
    case temporary = 75
    /// The service does not know the credentials, or does not let them do it.
    case accessDenied = 77
    /// Credentials, region or endpoint are missing, or wrong in themselves.
    case configuration = 78
    /// The service refuses because of how things stand: a vault that is not empty, a lock in force, a limit.
    case refused = 79
    /// A job has not come to its end.
    case notReady = 80
    /// Ended by Ctrl-C or SIGTERM.
    case interrupted = 130

    /// What ends a command with this status and without a message.
    var exitCode: ExitCode { ExitCode(rawValue) }
}
