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

    private final MailboxId mailbox;
    private final ChangeClock clock;
    private final MailboxUsage usage;
    private final ItemRows rows;
    private final FolderRows folders;
    private final Items items;

    FolderTrees(MailboxContext context, ItemRows rows, FolderRows folders, Items items) {
        this.mailbox = context.id();
        this.clock = context.clock();
        this.usage = context.usage();
        this.rows = rows;
        this.folders = folders;
        this.items = items;
    }

    void requireFree(Sql sql, FolderId parent, String name) {
        folders.holder(sql, parent);
        if (taken(sql, parent, name)) {
            throw new MailboxFailure.FolderExists();
        }
    }

    String freeName(Sql sql, FolderId parent, String name) {
        String free = name;
        for (int i = 1; taken(sql, parent, free); i++) {
            if (i > MOST_NUMBERS) {
                throw new MailboxFailure.FolderExists();
            }
            free = name + i;
        }
        return free;
    }

    private boolean taken(Sql sql, FolderId parent, String name) {
        return sql.number(
                        "select count(*) from folder where mailbox_id = ? and parent_id = ? and name_folded = ?",
                        mailbox.value(),
                        parent.value(),
                        Folding.fold(name))
                > 0;
    }

    void insert(Sql sql, FolderId id, FolderId parent, NewFolder folder, long change) {
        SearchFolder search = folder.search();
        ObjectNode properties = folder.properties();
        boolean listed = !folder.hidden() && listed(sql, parent);
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
                folders.isRecoverable(sql, parent));
        countChild(sql, parent, folder.hidden() ? 0 : 1, change);
    }

    private boolean listed(Sql sql, FolderId folder) {
        return Boolean.TRUE.equals(sql.one(
                "select listed from folder where mailbox_id = ? and folder_id = ?",
                row -> row.flag(1),
                mailbox.value(),
                folder.value()));
    }

    private void countChild(Sql sql, FolderId parent, int difference, long change) {
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
        FolderId from = folder.parent();
        Tree below = tree(sql, folder);
        List<FolderId> tree = below.folders();
        if (from == null || below.has(to)) {
            throw new MailboxFailure.FolderCircular();
        }
        usage.requireDepth(sql, to, below.height());
        boolean recoverable = folders.isRecoverable(sql, to);
        if (recoverable != folders.isRecoverable(sql, folder.id())) {
            Held held = held(sql, tree);
            usage.add(sql, MailboxUsage.Growth.moved(recoverable, held.items(), held.bytes()));
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
        countChild(sql, from, -counted, change);
        countChild(sql, to, counted, change);
        boolean listed = listed(sql, to);
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
                folders.addTombstone(sql, WellKnownFolder.ROOT.id(), change, each.value(), 0);
            }
        }
        return folders.get(sql, folder.id());
    }

    Folder copy(Sql sql, Folder folder, FolderId to, long change) {
        Tree below = tree(sql, folder);
        List<FolderId> tree = below.folders();
        if (below.has(to)) {
            throw new MailboxFailure.FolderCircular();
        }
        usage.requireDepth(sql, to, below.height());
        // as a whole and first: what does not fit is refused before the work is done
        Held held = held(sql, tree);
        boolean recoverable = folders.isRecoverable(sql, to);
        usage.add(
                sql,
                MailboxUsage.Growth.of(recoverable, held.items(), held.bytes()).withFolders(tree.size()));
        Map<FolderId, FolderId> copies = new HashMap<>();
        for (FolderId each : tree) {
            Folder original = folders.get(sql, each);
            FolderId parent = each.equals(folder.id()) ? to : copies.getOrDefault(original.parent(), to);
            FolderId copy = new FolderId(clock.nextId());
            NewFolder same =
                    new NewFolder(original.name(), original.hidden(), original.search(), original.properties());
            insert(sql, copy, parent, same, change);
            copies.put(each, copy);
            for (ItemId item : items(sql, each)) {
                items.copy(sql, item, new ItemId(clock.nextId()), copy, change);
            }
        }
        return folders.get(sql, copies.getOrDefault(folder.id(), to));
    }

    void purge(Sql sql, Folder folder, long change) {
        List<FolderId> tree = tree(sql, folder).folders();
        usage.add(sql, MailboxUsage.Growth.ofFolders(-tree.size()));
        for (FolderId each : tree.reversed()) {
            for (ItemId id : items(sql, each)) {
                Item item = rows.find(sql, id, Fields.COLUMNS);
                if (item != null) {
                    items.move(sql, item, WellKnownFolder.RECOVERABLEITEMSPURGES.id(), change);
                }
            }
            sql.update("delete from folder where mailbox_id = ? and folder_id = ?", mailbox.value(), each.value());
            folders.addTombstone(sql, WellKnownFolder.ROOT.id(), change, each.value(), 0);
        }
        FolderId parent = folder.parent();
        if (parent != null && !folder.hidden()) {
            countChild(sql, parent, -1, change);
        }
    }

    private List<ItemId> items(Sql sql, FolderId folder) {
        return sql.list(
                "select item_id from item where mailbox_id = ? and folder_id = ? order by received_at, item_id",
                row -> new ItemId(row.uuid(1)),
                mailbox.value(),
                folder.value());
    }

    private record Held(long items, long bytes) {}

    private Held held(Sql sql, List<FolderId> folders) {
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

    private Tree tree(Sql sql, Folder folder) {
        var children = new HashMap<FolderId, List<FolderId>>();
        parents(sql).forEach((child, parent) -> {
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
    List<FolderId> ancestors(Sql sql, Folder folder) {
        Map<FolderId, @Nullable FolderId> parents = parents(sql);
        var ancestors = new ArrayList<FolderId>();
        for (FolderId at = folder.parent(); at != null; at = parents.get(at)) {
            ancestors.add(at);
        }
        return ancestors;
    }

    private Map<FolderId, @Nullable FolderId> parents(Sql sql) {
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
