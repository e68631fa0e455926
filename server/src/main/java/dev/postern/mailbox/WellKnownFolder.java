package dev.postern.mailbox;

import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folders every mailbox has. Their names are understood wherever a folder's id is. */
public enum WellKnownFolder {
    // The order is part of every stored id: add at the end, never remove.
    ROOT(null, "Root", Sight.APART),
    MSGFOLDERROOT(ROOT, "Top of Information Store", Sight.SHOWN),
    RECOVERABLEITEMSROOT(ROOT, "Recoverable Items", Sight.APART),
    RECOVERABLEITEMSDELETIONS(RECOVERABLEITEMSROOT, "Deletions", Sight.APART),
    RECOVERABLEITEMSPURGES(RECOVERABLEITEMSROOT, "Purges", Sight.APART),
    RECOVERABLEITEMSVERSIONS(RECOVERABLEITEMSROOT, "Versions", Sight.APART),
    RECOVERABLEITEMSDISCOVERYHOLDS(RECOVERABLEITEMSROOT, "DiscoveryHolds", Sight.APART),
    SEARCHFOLDERS(ROOT, "Finder", Sight.APART),
    INBOX(MSGFOLDERROOT, "Inbox", Sight.SHOWN),
    DRAFTS(MSGFOLDERROOT, "Drafts", Sight.SHOWN),
    SENTITEMS(MSGFOLDERROOT, "Sent Items", Sight.SHOWN),
    DELETEDITEMS(MSGFOLDERROOT, "Deleted Items", Sight.SHOWN),
    OUTBOX(MSGFOLDERROOT, "Outbox", Sight.SHOWN),
    JUNKEMAIL(MSGFOLDERROOT, "Junk Email", Sight.SHOWN),
    ARCHIVE(MSGFOLDERROOT, "Archive", Sight.SHOWN),
    CONVERSATIONHISTORY(MSGFOLDERROOT, "Conversation History", Sight.SHOWN),
    CLUTTER(MSGFOLDERROOT, "Clutter", Sight.HIDDEN),
    SCHEDULED(MSGFOLDERROOT, "Scheduled", Sight.HIDDEN),
    SYNCISSUES(MSGFOLDERROOT, "Sync Issues", Sight.HIDDEN),
    CONFLICTS(SYNCISSUES, "Conflicts", Sight.HIDDEN),
    LOCALFAILURES(SYNCISSUES, "Local Failures", Sight.HIDDEN),
    SERVERFAILURES(SYNCISSUES, "Server Failures", Sight.HIDDEN);

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

    private final @Nullable WellKnownFolder parent;
    private final String displayName;
    private final Sight sight;
    private final FolderId id;

    WellKnownFolder(@Nullable WellKnownFolder parent, String displayName, Sight sight) {
        this.parent = parent;
        this.displayName = displayName;
        this.sight = sight;
        this.id = new FolderId(new UUID(0x8000L, 0x8000_0000_0000_0000L | (ordinal() + 1)));
    }

    /** The folder with this name, in any case; null when it is no well-known name. */
    public static @Nullable WellKnownFolder named(String name) {
        return name.length() > 40 ? null : BY_NAME.get(name.toLowerCase(Locale.ROOT));
    }

    /** Which well-known folder an id names; null for a folder that somebody made. */
    public static @Nullable WellKnownFolder of(FolderId id) {
        return BY_ID.get(id);
    }

    /** The id of this folder, the same in every mailbox. */
    public FolderId id() {
        return id;
    }

    /** The name as it may stand in a path. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name of the folder in a new mailbox. */
    public String displayName() {
        return displayName;
    }

    @Nullable WellKnownFolder parent() {
        return parent;
    }

    boolean hidden() {
        return sight != Sight.SHOWN;
    }

    boolean listed() {
        return sight != Sight.APART;
    }
}
