package dev.postern.mailbox;

import dev.postern.query.Folding;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folders of every mailbox. Their names are accepted wherever a folder's id is. */
public enum WellKnownFolder {
    // The number is the folder's id in every store: never change one.
    ROOT(1, null, "Root", Visibility.EXCLUDED),
    MSGFOLDERROOT(2, ROOT, "Top of Information Store", Visibility.SHOWN),
    RECOVERABLEITEMSROOT(3, ROOT, "Recoverable Items", Visibility.EXCLUDED),
    RECOVERABLEITEMSDELETIONS(4, RECOVERABLEITEMSROOT, "Deletions", Visibility.EXCLUDED),
    RECOVERABLEITEMSPURGES(5, RECOVERABLEITEMSROOT, "Purges", Visibility.EXCLUDED),
    RECOVERABLEITEMSVERSIONS(6, RECOVERABLEITEMSROOT, "Versions", Visibility.EXCLUDED),
    RECOVERABLEITEMSDISCOVERYHOLDS(7, RECOVERABLEITEMSROOT, "DiscoveryHolds", Visibility.EXCLUDED),
    SEARCHFOLDERS(8, ROOT, "Finder", Visibility.EXCLUDED),
    INBOX(9, MSGFOLDERROOT, "Inbox", Visibility.SHOWN),
    DRAFTS(10, MSGFOLDERROOT, "Drafts", Visibility.SHOWN),
    SENTITEMS(11, MSGFOLDERROOT, "Sent Items", Visibility.SHOWN),
    DELETEDITEMS(12, MSGFOLDERROOT, "Deleted Items", Visibility.SHOWN),
    OUTBOX(13, MSGFOLDERROOT, "Outbox", Visibility.SHOWN),
    JUNKEMAIL(14, MSGFOLDERROOT, "Junk Email", Visibility.SHOWN),
    ARCHIVE(15, MSGFOLDERROOT, "Archive", Visibility.SHOWN),
    CONVERSATIONHISTORY(16, MSGFOLDERROOT, "Conversation History", Visibility.SHOWN),
    CLUTTER(17, MSGFOLDERROOT, "Clutter", Visibility.HIDDEN),
    SCHEDULED(18, MSGFOLDERROOT, "Scheduled", Visibility.HIDDEN),
    SYNCISSUES(19, MSGFOLDERROOT, "Sync Issues", Visibility.HIDDEN),
    CONFLICTS(20, SYNCISSUES, "Conflicts", Visibility.HIDDEN),
    LOCALFAILURES(21, SYNCISSUES, "Local Failures", Visibility.HIDDEN),
    SERVERFAILURES(22, SYNCISSUES, "Server Failures", Visibility.HIDDEN),
    CALENDAR(23, MSGFOLDERROOT, "Calendar", FolderClass.CALENDAR, Visibility.SHOWN),
    CONTACTS(24, MSGFOLDERROOT, "Contacts", FolderClass.CONTACTS, Visibility.SHOWN);

    private static final Map<String, WellKnownFolder> BY_NAME =
            Stream.of(values()).collect(Collectors.toMap(WellKnownFolder::wireName, f -> f));
    private static final Map<FolderId, WellKnownFolder> BY_ID =
            Stream.of(values()).collect(Collectors.toMap(WellKnownFolder::id, Function.identity()));

    private enum Visibility {
        SHOWN,
        /** Not in lists of folders; its items are in lists of the whole mailbox. */
        HIDDEN,
        /** Neither the folder nor its items are listed. */
        EXCLUDED
    }

    private final int number;
    private final @Nullable WellKnownFolder parent;
    private final String displayName;
    private final FolderClass folderClass;
    private final Visibility visibility;

    WellKnownFolder(int number, @Nullable WellKnownFolder parent, String displayName, Visibility visibility) {
        this(number, parent, displayName, FolderClass.MAIL, visibility);
    }

    WellKnownFolder(
            int number,
            @Nullable WellKnownFolder parent,
            String displayName,
            FolderClass folderClass,
            Visibility visibility) {
        this.number = number;
        this.parent = parent;
        this.displayName = displayName;
        this.folderClass = folderClass;
        this.visibility = visibility;
    }

    /** The folder with this name, compared without case; null if it is not a well-known name. */
    public static @Nullable WellKnownFolder named(String name) {
        return name.length() > 40 ? null : BY_NAME.get(Folding.lower(name));
    }

    /** The well-known folder of an id; null for a folder that a user or program created. */
    public static @Nullable WellKnownFolder of(FolderId id) {
        return BY_ID.get(id);
    }

    /** The id of this folder, the same in every mailbox. */
    public FolderId id() {
        return new FolderId(new UUID(0x8000L, 0x8000_0000_0000_0000L | number));
    }

    /** The name for URLs. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name of the folder in a new mailbox. */
    public String displayName() {
        return displayName;
    }

    FolderClass folderClass() {
        return folderClass;
    }

    @Nullable
    WellKnownFolder parent() {
        return parent;
    }

    /** Whether it is Recoverable Items or one of its subfolders. */
    public boolean recoverable() {
        return this == RECOVERABLEITEMSROOT || parent == RECOVERABLEITEMSROOT;
    }

    boolean hidden() {
        return visibility != Visibility.SHOWN;
    }

    boolean listed() {
        return visibility != Visibility.EXCLUDED;
    }
}
