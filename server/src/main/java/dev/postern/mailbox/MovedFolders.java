package dev.postern.mailbox;

import dev.postern.query.Folding;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The folders of mail by the names of other programs: a well-known folder has several names. */
public final class MovedFolders {
    /** Of a folder at the top, in lower case. */
    private static final Map<String, WellKnownFolder> ALIASES = Map.ofEntries(
            Map.entry("inbox", WellKnownFolder.INBOX),
            Map.entry("drafts", WellKnownFolder.DRAFTS),
            Map.entry("draft", WellKnownFolder.DRAFTS),
            Map.entry("sent", WellKnownFolder.SENTITEMS),
            Map.entry("sent items", WellKnownFolder.SENTITEMS),
            Map.entry("sent mail", WellKnownFolder.SENTITEMS),
            Map.entry("sent messages", WellKnownFolder.SENTITEMS),
            Map.entry("trash", WellKnownFolder.DELETEDITEMS),
            Map.entry("deleted items", WellKnownFolder.DELETEDITEMS),
            Map.entry("deleted messages", WellKnownFolder.DELETEDITEMS),
            Map.entry("junk", WellKnownFolder.JUNKEMAIL),
            Map.entry("junk email", WellKnownFolder.JUNKEMAIL),
            Map.entry("junk e-mail", WellKnownFolder.JUNKEMAIL),
            Map.entry("spam", WellKnownFolder.JUNKEMAIL),
            Map.entry("archive", WellKnownFolder.ARCHIVE),
            Map.entry("archives", WellKnownFolder.ARCHIVE));

    private MovedFolders() {}

    /** The well-known folder of a name at the top of a mailbox; null if it is none. */
    private static @Nullable WellKnownFolder wellKnown(String name) {
        return ALIASES.get(Folding.lower(name));
    }

    /** A text that is the same for all paths of one folder, whether it exists or not. */
    public static String key(List<String> path) {
        StringBuilder key = new StringBuilder();
        for (String name : path.isEmpty() ? List.of("inbox") : path) {
            WellKnownFolder known = key.isEmpty() ? wellKnown(name) : null;
            key.append(known == null ? Folding.fold(name) : "\1" + known.wireName())
                    .append('\0');
        }
        return key.toString();
    }

    /** All folders that lists of mail show or hide, except search folders. */
    public static List<MovedFolder> list(Mailbox mailbox) {
        return mailbox.read(sql -> {
            var found = new ArrayList<MovedFolder>();
            below(sql, mailbox.folders(), WellKnownFolder.MSGFOLDERROOT.id(), List.of(), found);
            return found;
        });
    }

    private static void below(Sql sql, Folders folders, FolderId parent, List<String> above, List<MovedFolder> found) {
        for (Folder folder : folders.children(sql, parent, true)) {
            if (folder.search() == null) {
                WellKnownFolder known = WellKnownFolder.of(folder.id());
                var path = new ArrayList<>(above);
                path.add(known == null ? folder.name() : known.displayName());
                found.add(new MovedFolder(folder.id(), path, folder.total()));
                below(sql, folders, folder.id(), path, found);
            }
        }
    }

    /** Finds a folder, or creates it and those above it. An empty path is the Inbox. */
    static FolderId find(Mailbox mailbox, List<String> path) {
        FolderId at = WellKnownFolder.MSGFOLDERROOT.id();
        for (String name : path.isEmpty() ? List.of("inbox") : path) {
            WellKnownFolder known = at.equals(WellKnownFolder.MSGFOLDERROOT.id()) ? wellKnown(name) : null;
            at = known == null ? child(mailbox.folders(), at, name) : known.id();
        }
        return at;
    }

    /** As {@link #find}: a folder that another request creates at the same time is found. */
    public static FolderId ensure(Mailbox mailbox, List<String> path) {
        try {
            return find(mailbox, path);
        } catch (MailboxFailure.FolderExists e) {
            return find(mailbox, path);
        }
    }

    private static FolderId child(Folders folders, FolderId parent, String name) {
        Folder found = existing(folders, parent, name);
        if (found != null) {
            return found.id();
        }
        try {
            return folders.create(parent, NewFolder.plain(name, false)).id();
        } catch (MailboxFailure.FolderExists e) {
            // a calendar or a folder of contacts has this name
            Folder beside = existing(folders, parent, name + " Mail");
            return beside == null
                    ? folders.create(parent, NewFolder.plain(name + " Mail", false))
                            .id()
                    : beside.id();
        }
    }

    private static @Nullable Folder existing(Folders folders, FolderId parent, String name) {
        return folders.children(parent, true).stream()
                .filter(one -> one.search() == null && Folding.fold(one.name()).equals(Folding.fold(name)))
                .findFirst()
                .orElse(null);
    }
}
