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

/** Changes to folders with their subfolders, inside one transaction that has locked the mailbox. */
final class FolderTrees {
    private static final int MAX_NAME_NUMBER = 1000;

    private final MailboxId mailbox;
    private final ChangeClock clock;
    private final MailboxUsage usage;
    private final FolderRows folders;
    private final List<ItemTable> tables;
    private final ItemMoves moves;

    FolderTrees(MailboxContext context, FolderRows folders, List<ItemTable> tables, ItemMoves moves) {
        this.mailbox = context.id();
        this.clock = context.clock();
        this.usage = context.usage();
        this.folders = folders;
        this.tables = List.copyOf(tables);
        this.moves = moves;
    }

    void requireFree(Sql sql, FolderId parent, String name) {
        folders.parent(sql, parent);
        if (taken(sql, parent, name)) {
            throw new MailboxFailure.FolderExists();
        }
    }

    String freeName(Sql sql, FolderId parent, String name) {
        String free = name;
        for (int i = 1; taken(sql, parent, free); i++) {
            if (i > MAX_NAME_NUMBER) {
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

    void insert(MailboxChange change, FolderId id, FolderId parent, NewFolder folder) {
        Sql sql = change.sql();
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
                change.number(),
                change.number(),
                search == null ? null : search.text(),
                properties == null || properties.isEmpty() ? null : properties.toString(),
                folders.isRecoverable(sql, parent),
                folders.view().stored());
        countChild(change, parent, folder.hidden() ? 0 : 1);
    }

    private boolean listed(Sql sql, FolderId folder) {
        return Boolean.TRUE.equals(sql.one(
                "select listed from folder where mailbox_id = ? and folder_id = ?",
                row -> row.flag(1),
                mailbox.value(),
                folder.value()));
    }

    /** A folder counts only children of its own class. */
    private void countChild(MailboxChange change, FolderId parent, int difference) {
        if (difference != 0) {
            change.sql()
                    .update(
                            "update folder set children = children + ?, changed = ? where mailbox_id = ? and folder_id"
                                    + " = ? and folder_class = ?",
                            difference,
                            change.number(),
                            mailbox.value(),
                            parent.value(),
                            folders.view().stored());
        }
    }

    Folder move(MailboxChange change, Folder folder, FolderId to, String name) {
        Sql sql = change.sql();
        FolderId from = folder.parent();
        Tree below = tree(sql, folder);
        List<FolderId> tree = below.folders();
        if (from == null || below.has(to)) {
            throw MailboxFailure.FolderCircular.moved();
        }
        usage.requireDepth(sql, to, below.height());
        boolean recoverable = folders.isRecoverable(sql, to);
        boolean wasRecoverable = folders.isRecoverable(sql, folder.id());
        if (recoverable != wasRecoverable) {
            ItemTable.Amount held = amount(sql, tree);
            change.grow(MailboxUsage.Growth.moved(recoverable, held.items(), held.bytes()));
        }
        sql.update(
                "update folder set parent_id = ?, name = ?, name_folded = ?, changed = ?"
                        + " where mailbox_id = ? and folder_id = ?",
                to.value(),
                name,
                Folding.fold(name),
                change.number(),
                mailbox.value(),
                folder.id().value());
        int counted = folder.hidden() ? 0 : 1;
        countChild(change, from, -counted);
        countChild(change, to, counted);
        boolean wasReachable = !wasRecoverable && ownClass(sql, from);
        boolean reachable = !recoverable && ownClass(sql, to);
        for (FolderId each : tree) {
            boolean before = listed(sql, each);
            sql.update(
                    "update folder set listed = (not hidden and (select above.listed from folder above where"
                            + " above.mailbox_id = ? and above.folder_id = folder.parent_id)), recoverable = ?,"
                            + " changed = ?, own_changed = ? where mailbox_id = ? and folder_id = ?",
                    mailbox.value(),
                    recoverable,
                    change.number(),
                    change.number(),
                    mailbox.value(),
                    each.value());
            change.folderGone(folders.view(), each);
            boolean after = listed(sql, each);
            if (before && !after) {
                tables.forEach(table -> Tombstones.addItems(change, table.kind(), each));
            } else if (after && !before) {
                tables.forEach(table -> table.arriveAgain(change, each));
            }
            tables.forEach(table -> change.reached(
                    table.kind(), each, FolderReach.of(before, wasReachable), FolderReach.of(after, reachable)));
        }
        return folders.get(sql, folder.id());
    }

    /** A calendar or contact folder in a mail folder is a deleted one. */
    private boolean ownClass(Sql sql, FolderId parent) {
        return folders.view()
                .stored()
                .equals(sql.one(
                        "select folder_class from folder where mailbox_id = ? and folder_id = ?",
                        row -> row.text(1),
                        mailbox.value(),
                        parent.value()));
    }

    Folder copy(MailboxChange change, Folder folder, FolderId to) {
        Sql sql = change.sql();
        Tree below = tree(sql, folder);
        List<FolderId> tree = below.folders();
        if (below.has(to)) {
            throw MailboxFailure.FolderCircular.copied();
        }
        usage.requireDepth(sql, to, below.height());
        // for the whole tree and first: a quota must refuse before the work is done
        ItemTable.Amount held = amount(sql, tree);
        boolean recoverable = folders.isRecoverable(sql, to);
        change.grow(
                MailboxUsage.Growth.of(recoverable, held.items(), held.bytes()).withFolders(tree.size()));
        Map<FolderId, FolderId> copies = new HashMap<>();
        for (FolderId each : tree) {
            Folder original = folders.get(sql, each);
            FolderId parent = each.equals(folder.id()) ? to : copies.getOrDefault(original.parent(), to);
            FolderId copy = new FolderId(clock.nextId());
            NewFolder same =
                    new NewFolder(original.name(), original.hidden(), original.search(), original.properties());
            insert(change, copy, parent, same);
            copies.put(each, copy);
            for (ItemTable table : tables) {
                table.in(sql, each).forEach(item -> moves.copyCounted(change, table, item, copy));
            }
        }
        return folders.get(sql, copies.getOrDefault(folder.id(), to));
    }

    void purge(MailboxChange change, Folder folder) {
        Sql sql = change.sql();
        List<FolderId> tree = tree(sql, folder).folders();
        change.grow(MailboxUsage.Growth.ofFolders(-tree.size()));
        for (FolderId each : tree.reversed()) {
            for (ItemTable table : tables) {
                table.in(sql, each).forEach(item -> moves.purge(change, table, item));
            }
            sql.update("delete from folder where mailbox_id = ? and folder_id = ?", mailbox.value(), each.value());
            change.folderGone(folders.view(), each);
        }
        FolderId parent = folder.parent();
        if (parent != null && !folder.hidden()) {
            countChild(change, parent, -1);
        }
    }

    /** The items directly in these folders. */
    ItemTable.Amount amount(Sql sql, List<FolderId> all) {
        ItemTable.Amount amount = ItemTable.Amount.NONE;
        for (FolderId folder : all) {
            for (ItemTable table : tables) {
                amount = amount.plus(table.amount(sql, folder));
            }
        }
        return amount;
    }

    /**
     * A folder and all its subfolders.
     *
     * @param folders each after its parent
     * @param height the number of levels
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

    /** The ancestors of a folder, nearest first. */
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
