package dev.postern.mailbox;

import dev.postern.query.Folding;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folders every mailbox has. Their names are understood wherever a folder's id is. */
public enum WellKnownFolder {
    // The number is the folder's id in every store: never change one.
    ROOT(1, null, "Root", Sight.APART),
    MSGFOLDERROOT(2, ROOT, "Top of Information Store", Sight.SHOWN),
    RECOVERABLEITEMSROOT(3, ROOT, "Recoverable Items", Sight.APART),
    RECOVERABLEITEMSDELETIONS(4, RECOVERABLEITEMSROOT, "Deletions", Sight.APART),
    RECOVERABLEITEMSPURGES(5, RECOVERABLEITEMSROOT, "Purges", Sight.APART),
    RECOVERABLEITEMSVERSIONS(6, RECOVERABLEITEMSROOT, "Versions", Sight.APART),
    RECOVERABLEITEMSDISCOVERYHOLDS(7, RECOVERABLEITEMSROOT, "DiscoveryHolds", Sight.APART),
    SEARCHFOLDERS(8, ROOT, "Finder", Sight.APART),
    INBOX(9, MSGFOLDERROOT, "Inbox", Sight.SHOWN),
    DRAFTS(10, MSGFOLDERROOT, "Drafts", Sight.SHOWN),
    SENTITEMS(11, MSGFOLDERROOT, "Sent Items", Sight.SHOWN),
    DELETEDITEMS(12, MSGFOLDERROOT, "Deleted Items", Sight.SHOWN),
    OUTBOX(13, MSGFOLDERROOT, "Outbox", Sight.SHOWN),
    JUNKEMAIL(14, MSGFOLDERROOT, "Junk Email", Sight.SHOWN),
    ARCHIVE(15, MSGFOLDERROOT, "Archive", Sight.SHOWN),
    CONVERSATIONHISTORY(16, MSGFOLDERROOT, "Conversation History", Sight.SHOWN),
    CLUTTER(17, MSGFOLDERROOT, "Clutter", Sight.HIDDEN),
    SCHEDULED(18, MSGFOLDERROOT, "Scheduled", Sight.HIDDEN),
    SYNCISSUES(19, MSGFOLDERROOT, "Sync Issues", Sight.HIDDEN),
    CONFLICTS(20, SYNCISSUES, "Conflicts", Sight.HIDDEN),
    LOCALFAILURES(21, SYNCISSUES, "Local Failures", Sight.HIDDEN),
    SERVERFAILURES(22, SYNCISSUES, "Server Failures", Sight.HIDDEN);

    private static final Map<String, WellKnownFolder> BY_NAME =
            Stream.of(values()).filter(f -> f != ROOT).collect(Collectors.toMap(WellKnownFolder::wireName, f -> f));
    private static final Map<FolderId, WellKnownFolder> BY_ID =
            Stream.of(values()).collect(Collectors.toMap(WellKnownFolder::id, Function.identity()));

    private enum Sight {
        SHOWN,
        /** Left out of lists of folders; its items belong to lists of the whole mailbox. */
        HIDDEN,
        /** Neither the folder nor its items are listed. */
        APART
    }

    private final int number;
    private final @Nullable WellKnownFolder parent;
    private final String displayName;
    private final Sight sight;

    WellKnownFolder(int number, @Nullable WellKnownFolder parent, String displayName, Sight sight) {
        this.number = number;
        this.parent = parent;
        this.displayName = displayName;
        this.sight = sight;
    }

    /** The folder with this name, in any case; null when it is no well-known name. */
    public static @Nullable WellKnownFolder named(String name) {
        return name.length() > 40 ? null : BY_NAME.get(Folding.lower(name));
    }

    /** Which well-known folder an id names; null for a folder that somebody made. */
    public static @Nullable WellKnownFolder of(FolderId id) {
        return BY_ID.get(id);
    }

    /** The id of this folder, the same in every mailbox. */
    public FolderId id() {
        return new FolderId(new UUID(0x8000L, 0x8000_0000_0000_0000L | number));
    }

    /** The name as it may stand in a path. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name of the folder in a new mailbox. */
    public String displayName() {
        return displayName;
    }

    @Nullable
    WellKnownFolder parent() {
        return parent;
    }

    /** Whether it is Recoverable Items or lies in there. */
    boolean recoverable() {
        return this == RECOVERABLEITEMSROOT || parent == RECOVERABLEITEMSROOT;
    }

    boolean hidden() {
        return sight != Sight.SHOWN;
    }

    boolean listed() {
        return sight != Sight.APART;
    }
}
