package dev.postern.migration;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.effective.AccessMatrix;
import dev.postern.effective.MailboxPermissions;
import dev.postern.effective.MatrixFilter;
import dev.postern.effective.MatrixPosition;
import dev.postern.effective.MatrixRow;
import dev.postern.migration.MigrationPlan.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what an application can do before, between and after, cell by cell. A cell stays the same if the permission can still be used,
 * by itself or by another one that satisfies it: Mail.ReadBasic and Mail.ReadBasic.All are the same.
 */
final class MigrationProof {
    private static final int PAGE = 10_000;
    private static final long MAX_ROWS = 3_000_000;

    private final DirectorySnapshot before;
    private final MailboxPermissions permissions;
    private long read;

    MigrationProof(DirectorySnapshot before, MailboxPermissions permissions) {
        this.before = before;
        this.permissions = permissions;
    }

    /** @throws MigrationTooLarge if there are too many cells */
    List<Difference> differences(AppMigration app, DirectorySnapshot between, DirectorySnapshot after) {
        Cells was = new Cells(before, app);
        Cells then = new Cells(between, app);
        Cells is = new Cells(after, app);
        List<Difference> found = new ArrayList<>();
        while (true) {
            ObjectId mailbox = first(was.mailbox(), first(then.mailbox(), is.mailbox()));
            if (mailbox == null) {
                return found;
            }
            compare(app, was.take(mailbox), then.take(mailbox), is.take(mailbox), found);
        }
    }

    private static @Nullable ObjectId first(@Nullable ObjectId one, @Nullable ObjectId other) {
        return one == null || (other != null && other.compareTo(one) < 0) ? other : one;
    }

    private void compare(
            AppMigration app,
            Map<String, MatrixRow> was,
            Map<String, MatrixRow> then,
            Map<String, MatrixRow> is,
            List<Difference> found) {
        Set<String> all = new TreeSet<>(was.keySet());
        all.addAll(then.keySet());
        all.addAll(is.keySet());
        for (String permission : all) {
            Set<String> same = permissions.satisfying(permission);
            boolean one = same.stream().anyMatch(was::containsKey);
            boolean two = same.stream().anyMatch(then::containsKey);
            boolean three = same.stream().anyMatch(is::containsKey);
            if (one != two || two != three) {
                MatrixRow row = Objects.requireNonNull(
                        was.getOrDefault(permission, then.getOrDefault(permission, is.get(permission))));
                found.add(new Difference(row, one, two, three, app.reason()));
            }
        }
    }

    /** The rows of an application, by mailbox in the order of the ids, read page by page. */
    private final class Cells {
        private final AccessMatrix matrix;
        private final MatrixFilter filter;
        private final List<MatrixRow> rows = new ArrayList<>();
        private int at;
        private @Nullable MatrixPosition next;
        private boolean more = true;

        Cells(DirectorySnapshot directory, AppMigration app) {
            this.matrix = new AccessMatrix(directory);
            this.filter = new MatrixFilter(app.app(), null, Set.of());
        }

        @Nullable
        ObjectId mailbox() {
            while (at >= rows.size() && more) {
                AccessMatrix.Page page = matrix.pageOfMailboxes(filter, next, PAGE);
                rows.clear();
                rows.addAll(page.rows());
                read += page.rows().size();
                if (read > MAX_ROWS) {
                    throw new MigrationTooLarge(MAX_ROWS);
                }
                at = 0;
                next = page.next();
                more = next != null;
            }
            return at < rows.size() ? rows.get(at).mailboxId() : null;
        }

        /** The rows of a mailbox by permission; none if this is not the next mailbox. */
        Map<String, MatrixRow> take(ObjectId mailbox) {
            Map<String, MatrixRow> taken = new TreeMap<>();
            while (mailbox.equals(mailbox())) {
                MatrixRow row = rows.get(at++);
                taken.put(row.permission(), row);
            }
            return taken;
        }
    }
}
