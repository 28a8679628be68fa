// A C library whose calls that make things durable do nothing, for LD_PRELOAD.
int fsync(int descriptor);
int fdatasync(int descriptor);
int fsync(int descriptor) { return (void)descriptor, 0; }
int fdatasync(int descriptor) { return (void)descriptor, 0; }
