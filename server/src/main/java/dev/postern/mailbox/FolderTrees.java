package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.query.Folding;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Changes to folders with what lies below them, inside one transaction that holds the mailbox's lock. */
final class FolderTrees {
    private static final int MOST_NUMBERS = 1000;

    private final ChangeClock clockwork;
    private final Items items;
    private final MailboxUsage usage;

    FolderTrees(ChangeClock clockwork, Items items, MailboxUsage usage) {
        this.clockwork = clockwork;
        this.items = items;
        this.usage = usage;
    }

    static void requireFree(Sql sql, MailboxId mailbox, FolderId parent, String name) {
        FolderRows.holder(sql, mailbox, parent);
        if (taken(sql, mailbox, parent, name)) {
            throw new MailboxFailure.FolderExists();
        }
    }

    static String freeName(Sql sql, MailboxId mailbox, FolderId parent, String name) {
        String free = name;
        for (int i = 1; taken(sql, mailbox, parent, free); i++) {
            if (i > MOST_NUMBERS) {
                throw new MailboxFailure.FolderExists();
            }
            free = name + i;
        }
        return free;
    }

    private static boolean taken(Sql sql, MailboxId mailbox, FolderId parent, String name) {
        return sql.number(
                        "select count(*) from folder where mailbox_id = ? and parent_id = ? and name_folded = ?",
                        mailbox.value(),
                        parent.value(),
                        Folding.fold(name))
                > 0;
    }

    static void insert(Sql sql, MailboxId mailbox, FolderId id, FolderId parent, NewFolder folder, long change) {
        SearchFolder search = folder.search();
        ObjectNode properties = folder.properties();
        boolean listed = !folder.hidden() && listed(sql, mailbox, parent);
        sql.update(
                FolderRows.INSERT,
                mailbox.value(),
                id.value(),
                parent.value(),
                folder.name(),
                Folding.fold(folder.name()),
                folder.hidden(),
                listed,
                0,
                0,
                0,
                change,
                search == null ? null : search.text(),
                properties == null || properties.isEmpty() ? null : properties.toString(),
                FolderRows.isRecoverable(sql, mailbox, parent));
        countChild(sql, mailbox, parent, folder.hidden() ? 0 : 1, change);
    }

    private static boolean listed(Sql sql, MailboxId mailbox, FolderId folder) {
        return Boolean.TRUE.equals(sql.one(
                "select listed from folder where mailbox_id = ? and folder_id = ?",
                row -> row.flag(1),
                mailbox.value(),
                folder.value()));
    }

    private static void countChild(Sql sql, MailboxId mailbox, FolderId parent, int difference, long change) {
        if (difference != 0) {
            sql.update(
                    "update folder set children = children + ?, changed = ? where mailbox_id = ? and folder_id = ?",
                    difference,
                    change,
                    mailbox.value(),
                    parent.value());
        }
    }

    Folder move(Sql sql, Folder folder, FolderId to, String name, long change) {
        MailboxId mailbox = folder.mailbox();
        FolderId from = folder.parent();
        Tree below = tree(sql, folder);
        List<FolderId> tree = below.folders();
        if (from == null || below.has(to)) {
            throw new MailboxFailure.FolderCircular();
        }
        usage.requireDepth(sql, mailbox, to, below.height());
        boolean recoverable = FolderRows.isRecoverable(sql, mailbox, to);
        if (recoverable != FolderRows.isRecoverable(sql, mailbox, folder.id())) {
            Held held = held(sql, mailbox, tree);
            usage.add(sql, mailbox, MailboxUsage.Growth.moved(recoverable, held.items(), held.bytes()));
        }
        sql.update(
                "update folder set parent_id = ?, name = ?, name_folded = ?, changed = ?"
                        + " where mailbox_id = ? and folder_id = ?",
                to.value(),
                name,
                Folding.fold(name),
                change,
                mailbox.value(),
                folder.id().value());
        int counted = folder.hidden() ? 0 : 1;
        countChild(sql, mailbox, from, -counted, change);
        countChild(sql, mailbox, to, counted, change);
        boolean listed = listed(sql, mailbox, to);
        for (FolderId each : tree) {
            sql.update(
                    "update folder set listed = (? and not hidden), recoverable = ?, changed = ?"
                            + " where mailbox_id = ? and folder_id = ?",
                    listed,
                    recoverable,
                    change,
                    mailbox.value(),
                    each.value());
            if (!listed) {
                FolderRows.addTombstone(sql, mailbox, WellKnownFolder.ROOT.id(), change, each.value(), 0);
            }
        }
        return FolderRows.get(sql, mailbox, folder.id());
    }

    Folder copy(Sql sql, Folder folder, FolderId to, long change) {
        MailboxId mailbox = folder.mailbox();
        Tree below = tree(sql, folder);
        List<FolderId> tree = below.folders();
        if (below.has(to)) {
            throw new MailboxFailure.FolderCircular();
        }
        usage.requireDepth(sql, mailbox, to, below.height());
        // as a whole and first: what does not fit is refused before the work is done
        Held held = held(sql, mailbox, tree);
        boolean recoverable = FolderRows.isRecoverable(sql, mailbox, to);
        usage.add(
                sql,
                mailbox,
                MailboxUsage.Growth.of(recoverable, held.items(), held.bytes()).withFolders(tree.size()));
        Map<FolderId, FolderId> copies = new HashMap<>();
        for (FolderId each : tree) {
            Folder original = FolderRows.get(sql, mailbox, each);
            FolderId parent = each.equals(folder.id()) ? to : copies.getOrDefault(original.parent(), to);
            FolderId copy = new FolderId(clockwork.nextId());
            NewFolder same =
                    new NewFolder(original.name(), original.hidden(), original.search(), original.properties());
            insert(sql, mailbox, copy, parent, same, change);
            copies.put(each, copy);
            for (ItemId item : items(sql, mailbox, each)) {
                items.copy(sql, mailbox, item, new ItemId(clockwork.nextId()), copy, change);
            }
        }
        return FolderRows.get(sql, mailbox, copies.getOrDefault(folder.id(), to));
    }

    void purge(Sql sql, Folder folder, long change) {
        MailboxId mailbox = folder.mailbox();
        List<FolderId> tree = tree(sql, folder).folders();
        usage.add(sql, mailbox, MailboxUsage.Growth.ofFolders(-tree.size()));
        for (FolderId each : tree.reversed()) {
            for (ItemId id : items(sql, mailbox, each)) {
                Item item = ItemRows.find(sql, mailbox, id, Fields.COLUMNS);
                if (item != null) {
                    items.move(sql, item, WellKnownFolder.RECOVERABLEITEMSPURGES.id(), change);
                }
            }
            sql.update("delete from folder where mailbox_id = ? and folder_id = ?", mailbox.value(), each.value());
            FolderRows.addTombstone(sql, mailbox, WellKnownFolder.ROOT.id(), change, each.value(), 0);
        }
        FolderId parent = folder.parent();
        if (parent != null && !folder.hidden()) {
            countChild(sql, mailbox, parent, -1, change);
        }
    }

    private static List<ItemId> items(Sql sql, MailboxId mailbox, FolderId folder) {
        return sql.list(
                "select item_id from item where mailbox_id = ? and folder_id = ? order by received_at, item_id",
                row -> new ItemId(row.uuid(1)),
                mailbox.value(),
                folder.value());
    }

    private record Held(long items, long bytes) {}

    private static Held held(Sql sql, MailboxId mailbox, List<FolderId> folders) {
        long items = 0;
        long bytes = 0;
        for (FolderId folder : folders) {
            Held held = sql.one(
                    "select count(*), coalesce(sum(size), 0) from item where mailbox_id = ? and folder_id = ?",
                    row -> new Held(row.number(1), row.number(2)),
                    mailbox.value(),
                    folder.value());
            items += held == null ? 0 : held.items();
            bytes += held == null ? 0 : held.bytes();
        }
        return new Held(items, bytes);
    }

    /**
     * A folder and all below it.
     *
     * @param folders each after the one it lies in
     * @param height how many levels they are
     */
    private record Tree(List<FolderId> folders, Set<FolderId> set, int height) {
        boolean has(FolderId folder) {
            return set.contains(folder);
        }
    }

    private static Tree tree(Sql sql, Folder folder) {
        var children = new HashMap<FolderId, List<FolderId>>();
        parents(sql, folder.mailbox()).forEach((child, parent) -> {
            if (parent != null) {
                children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(child);
            }
        });
        var all = new ArrayList<FolderId>();
        int height = 0;
        for (List<FolderId> level = List.of(folder.id()); !level.isEmpty(); height++) {
            all.addAll(level);
            level = level.stream()
                    .flatMap(at -> children.getOrDefault(at, List.of()).stream())
                    .toList();
        }
        return new Tree(List.copyOf(all), Set.copyOf(all), height);
    }

    /** The folders a folder lies in, from the nearest. */
    static List<FolderId> ancestors(Sql sql, Folder folder) {
        Map<FolderId, @Nullable FolderId> parents = parents(sql, folder.mailbox());
        var ancestors = new ArrayList<FolderId>();
        for (FolderId at = folder.parent(); at != null; at = parents.get(at)) {
            ancestors.add(at);
        }
        return ancestors;
    }

    private static Map<FolderId, @Nullable FolderId> parents(Sql sql, MailboxId mailbox) {
        var parents = new HashMap<FolderId, @Nullable FolderId>();
        record Pair(FolderId child, @Nullable UUID parent) {}
        sql.list(
                        "select folder_id, parent_id from folder where mailbox_id = ?",
                        row -> new Pair(new FolderId(row.uuid(1)), row.uuidOrNull(2)),
                        mailbox.value())
                .forEach(pair -> parents.put(pair.child(), pair.parent() == null ? null : new FolderId(pair.parent())));
        return parents;
    }
}
