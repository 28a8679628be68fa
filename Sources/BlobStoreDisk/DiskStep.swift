/// A system call of the disk store by what it is for, so that tests can make each one fail.
package enum DiskStep: String, Hashable, Sendable, CaseIterable {
    /// Making one of the store's own folders at start.
    case prepareFolder = "mkdir"
    /// Making the file of an unpublished blob.
    case createIncoming = "open incoming"
    /// Opening the file of an unpublished blob a second time, for writes past the page cache.
    case openDirect = "open O_DIRECT"
    /// Writing bytes of a blob past the page cache.
    case writeDirect = "pwrite O_DIRECT"
    /// Writing bytes of a blob.
    case write = "pwrite"
    /// Asking the kernel to write early.
    case startWriteBack = "sync_file_range"
    /// Making a blob's bytes durable.
    case syncFile = "fdatasync"
    /// Moving a blob to its published name.
    case publish = "renameat2"
    /// Making a folder of the fan-out.
    case createFolder = "mkdir fan-out"
    /// Making the published name durable.
    case syncFolder = "fsync folder"
    /// Making the name of a folder of the fan-out durable.
    case syncParent = "fsync parent"
    /// Taking back a published name that could not be made durable.
    case withdraw = "unlink published"
    /// Removing the file of a blob that is not to be.
    case removeIncoming = "unlink incoming"
    /// Opening a blob to read it.
    case openBlob = "open"
    /// Reading bytes of a blob.
    case readBlob = "pread"
    /// Asking for a blob's length.
    case measureBlob = "stat"
    /// Reading a folder.
    case listFolder = "opendir"
    /// Removing a blob.
    case deleteBlob = "unlink"
    /// Removing an empty folder of the fan-out.
    case removeFolder = "rmdir"
}
