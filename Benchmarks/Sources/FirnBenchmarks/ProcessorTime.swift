#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The processor time that this process takes for `work`, its threads added up. Unlike the time on a clock it does not
/// grow when other processes want the processor too.
func processorTime(_ work: () -> Void) -> Duration {
    let start = processorTimeSoFar()
    work()
    return processorTimeSoFar() - start
}

/// The processor time that this process has taken, its threads added up.
func processorTimeSoFar() -> Duration {
    var time = timespec()
    // It fails for unknown clocks only.
    let outcome = clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    precondition(outcome == 0)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}

/// The processor time that all programs have taken which this process started, and which have ended.
func childrensProcessorTime() -> Duration {
    var usage = rusage()
    let outcome = getrusage(RUSAGE_CHILDREN.rawValue, &usage)
    // It fails for unknown questions only.
    precondition(outcome == 0)
    let microseconds = Int(usage.ru_utime.tv_usec) + Int(usage.ru_stime.tv_usec)
    return .seconds(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + .microseconds(microseconds)
}
