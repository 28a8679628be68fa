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
    /// Making deletes durable.
    case syncDeletions = "syncfs"
    /// Removing an empty folder of the fan-out.
    case removeFolder = "rmdir"
    /// Asking whether there is a volume of a number.
    case findVolume = "access volume"
    /// Making the file that says that a volume is in use.
    case createMarker = "open marker"
    /// Making that file's name durable.
    case syncMarker = "fsync incoming"
    /// Making the file of a volume.
    case createVolume = "open new volume"
    /// Giving a volume its room on the disk.
    case allocateVolume = "fallocate"
    /// Writing the header of a volume.
    case writeHeader = "pwrite header"
    /// Making a new volume durable.
    case syncHeader = "fdatasync header"
    /// Writing bytes of a short blob into a volume.
    case writeExtent = "pwrite extent"
    /// Writing the entry of a short blob in the table of its volume.
    case writeEntry = "pwrite entry"
    /// Making the short blobs of a volume durable that wait for it.
    case syncVolume = "fdatasync volume"
    /// Taking the entry of a short blob out of the table.
    case clearEntry = "pwrite no entry"
    /// Giving back room within a volume.
    case punchVolume = "fallocate punch hole"
    /// Giving back the room at the end of a volume.
    case truncateVolume = "ftruncate volume"
    /// Opening a volume to look into it.
    case openVolume = "open volume"
    /// Reading the header, an entry or the table of a volume.
    case readVolume = "pread volume"
    /// Removing a volume that holds nothing.
    case removeVolume = "unlink volume"
    /// Removing the file that says that a volume is in use.
    case removeMarker = "unlink marker"
}
