package dev.postern.mailbox.rule;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The folders into which rules put messages: folders for mail that are neither search folders, nor in Recoverable Items, nor hidden, nor below a hidden one
 * or Deleted Items.
 */
final class RuleTargets {
    private static final int AT_ONCE = 256;

    private RuleTargets() {}

    private record Found(MailboxId mailbox, FolderId folder) {}

    /**
     * The folders that rules cannot use, by mailbox.
     *
     * @param targets the folders that rules name
     */
    static Map<MailboxId, Set<FolderId>> gone(Sql sql, Map<MailboxId, Set<FolderId>> targets) {
        var gone = new HashMap<MailboxId, Set<FolderId>>();
        targets.forEach((mailbox, folders) -> gone.put(mailbox, new HashSet<>(folders)));
        Set<UUID> wanted = new LinkedHashSet<>();
        targets.values().forEach(folders -> folders.forEach(folder -> wanted.add(folder.value())));
        List<UUID> mailboxes = targets.keySet().stream().map(MailboxId::value).toList();
        List<UUID> all = List.copyOf(wanted);
        for (int at = 0; at < all.size(); at += AT_ONCE) {
            usable(sql, mailboxes, all.subList(at, Math.min(at + AT_ONCE, all.size())))
                    .forEach(found ->
                            gone.getOrDefault(found.mailbox(), new HashSet<>()).remove(found.folder()));
        }
        return gone;
    }

    private static List<Found> usable(Sql sql, List<UUID> mailboxes, List<UUID> folders) {
        List<UUID> ids = padded(mailboxes);
        List<UUID> some = padded(folders);
        var values = new ArrayList<Object>(ids);
        values.addAll(some);
        values.add("mail");
        values.add(false);
        values.add(true);
        values.addAll(ids);
        UUID deleted = WellKnownFolder.DELETEDITEMS.id().value();
        values.add(deleted);
        values.add(deleted);
        String in = " in (?" + ", ?".repeat(ids.size() - 1) + ")";
        return sql.list(
                "with recursive up (mailbox_id, target, folder_id, parent_id) as (select mailbox_id, folder_id,"
                        + " folder_id, parent_id from folder where mailbox_id" + in + " and folder_id in (?"
                        + ", ?".repeat(some.size() - 1) + ") and search is null and folder_class = ? and recoverable ="
                        + " ? and listed = ? union select f.mailbox_id, up.target,"
                        + " f.folder_id, f.parent_id from up join folder f on"
                        + " f.mailbox_id" + in
                        + " and f.mailbox_id = up.mailbox_id and f.folder_id = up.parent_id)"
                        + " select mailbox_id, target from up group by mailbox_id, target"
                        + " having max(case when folder_id = ? and target <> ? then 1 else 0 end) = 0",
                row -> new Found(new MailboxId(row.uuid(1)), new FolderId(row.uuid(2))),
                values.toArray());
    }

    /** The last one is repeated up to a power of two, to limit the number of different statements. */
    private static List<UUID> padded(List<UUID> some) {
        var padded = new ArrayList<>(some);
        while (Integer.bitCount(padded.size()) != 1) {
            padded.add(some.getLast());
        }
        return padded;
    }
}
