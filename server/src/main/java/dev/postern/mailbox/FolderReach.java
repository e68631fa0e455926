package dev.postern.mailbox;

/** Where the items of a folder can be found. */
enum FolderReach {
    /** In lists of the whole mailbox, and in the folder. */
    LISTED,
    /** In the folder only, because it or one above it is hidden. */
    FOLDER,
    /** Nowhere: the folder was deleted. */
    NONE;

    static FolderReach of(boolean listed, boolean reachable) {
        return !reachable ? NONE : listed ? LISTED : FOLDER;
    }
}
