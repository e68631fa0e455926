package dev.postern.effective;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.SupposedChange;
import dev.postern.directory.TouchedAccess;
import dev.postern.directory.User;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The difference of the effective access in two states of the directory. Only what the change between them can affect is compared.
 * Immutable.
 *
 * @param gains rows of the state after the change whose application, mailbox and permission had no row before; the first ones in the
 *     order of the matrix
 * @param loses likewise, of the state before the change
 * @param gainCount how many there are
 * @param complete whether everything was compared
 */
public record AccessDifference(
        List<MatrixRow> gains, List<MatrixRow> loses, long gainCount, long loseCount, boolean complete) {
    /** Of a change that cannot affect access. */
    public static final AccessDifference NONE = new AccessDifference(List.of(), List.of(), 0, 0, true);

    public AccessDifference {
        gains = List.copyOf(gains);
        loses = List.copyOf(loses);
    }

    /**
     * Compares two states.
     *
     * @param most how many rows of each kind are kept
     * @param goOn whether there is time to go on
     */
    public static AccessDifference of(SupposedChange change, int most, BooleanSupplier goOn) {
        return new Comparison(change, most, goOn).compare();
    }

    /** About how many bytes of memory {@link #json} needs, and its text. */
    public long jsonBytes() {
        return (gains.size() + loses.size()) * 1_024L;
    }

    /** With the names that PowerShell prints. */
    public ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("Gains", rows(gains));
        node.set("Loses", rows(loses));
        return node.put("GainCount", gainCount).put("LoseCount", loseCount).put("Complete", complete);
    }

    private static ArrayNode rows(List<MatrixRow> rows) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        rows.forEach(row -> array.add(row.json()));
        return array;
    }

    private static final class Comparison {
        private final TouchedAccess touched;
        private final DirectorySnapshot before;
        private final DirectorySnapshot after;
        private final EffectiveAccess was;
        private final EffectiveAccess is;
        private final int most;
        private final BooleanSupplier goOn;
        private final List<MatrixRow> gains = new ArrayList<>();
        private final List<MatrixRow> loses = new ArrayList<>();
        private long gainCount;
        private long loseCount;
        private boolean complete = true;

        Comparison(SupposedChange change, int most, BooleanSupplier goOn) {
            this.touched = change.touched();
            this.before = change.before();
            this.after = change.after();
            this.was = new EffectiveAccess(before);
            this.is = new EffectiveAccess(after);
            this.most = most;
            this.goOn = goOn;
        }

        AccessDifference compare() {
            Set<ObjectId> mailboxes = new TreeSet<>(touched.mailboxes());
            for (ObjectId app : apps()) {
                if (touched.everyApplication() || touched.applications().contains(app)) {
                    all(app);
                } else {
                    mailboxes.forEach(mailbox -> one(app, mailbox));
                }
                if (!complete) {
                    break;
                }
            }
            return new AccessDifference(gains, loses, gainCount, loseCount, complete);
        }

        private Set<ObjectId> apps() {
            Set<ObjectId> apps = new TreeSet<>(touched.applications());
            if (touched.everyApplication()
                    || (touched.everySuspect() && !touched.mailboxes().isEmpty())) {
                Stream.of(before, after)
                        .flatMap(directory -> directory.all(ServicePrincipal.class))
                        .forEach(app -> apps.add(app.id()));
            } else if (!touched.mailboxes().isEmpty()) {
                apps.addAll(touched.suspects());
            }
            return apps;
        }

        private boolean isTimeOver() {
            complete = complete && goOn.getAsBoolean();
            return !complete;
        }

        private void one(ObjectId app, ObjectId mailbox) {
            if (!isTimeOver()) {
                merge(rows(was, app, mailbox).iterator(), rows(is, app, mailbox).iterator());
            }
        }

        private static List<MatrixRow> rows(EffectiveAccess access, ObjectId app, ObjectId mailbox) {
            ServicePrincipal principal = access.directory().find(app, ServicePrincipal.class);
            User owner = access.directory().find(mailbox, User.class);
            return principal == null || owner == null ? List.of() : access.rows(principal, owner);
        }

        private void all(ObjectId app) {
            merge(new Rows(before, app), new Rows(after, app));
        }

        /** Both in the order of the matrix. */
        private void merge(Iterator<MatrixRow> old, Iterator<MatrixRow> fresh) {
            MatrixRow left = next(old);
            MatrixRow right = next(fresh);
            while ((left != null || right != null) && complete) {
                int order = left == null ? 1 : right == null ? -1 : compare(left, right);
                if (order < 0) {
                    lost(left);
                } else if (order > 0) {
                    gained(right);
                }
                left = order <= 0 ? next(old) : left;
                right = order >= 0 ? next(fresh) : right;
            }
        }

        private static @Nullable MatrixRow next(Iterator<MatrixRow> rows) {
            return rows.hasNext() ? rows.next() : null;
        }

        private static int compare(MatrixRow one, MatrixRow other) {
            int order = one.mailboxId().compareTo(other.mailboxId());
            return order == 0 ? one.permission().compareTo(other.permission()) : order;
        }

        private void lost(@Nullable MatrixRow row) {
            if (row != null) {
                loseCount++;
                if (loses.size() < most) {
                    loses.add(row);
                }
            }
        }

        private void gained(@Nullable MatrixRow row) {
            if (row != null) {
                gainCount++;
                if (gains.size() < most) {
                    gains.add(row);
                }
            }
        }

        /** All rows of one application, read in pages. */
        private final class Rows implements Iterator<MatrixRow> {
            private static final int PAGE = 1_000;

            private final Function<@Nullable MatrixPosition, AccessMatrix.Page> pages;
            private Iterator<MatrixRow> page;
            private @Nullable MatrixPosition next;

            Rows(DirectorySnapshot directory, ObjectId app) {
                ServicePrincipal principal = directory.find(app, ServicePrincipal.class);
                var matrix = new AccessMatrix(directory);
                var filter = new MatrixFilter(principal, null, Set.of());
                pages = position -> principal == null
                        ? new AccessMatrix.Page(List.of(), null)
                        : matrix.page(filter, position, PAGE);
                AccessMatrix.Page first = pages.apply(null);
                page = first.rows().iterator();
                next = first.next();
            }

            @Override
            public boolean hasNext() {
                while (!page.hasNext() && next != null && !isTimeOver()) {
                    AccessMatrix.Page more = pages.apply(next);
                    page = more.rows().iterator();
                    next = more.next();
                }
                return page.hasNext();
            }

            @Override
            public MatrixRow next() {
                return page.next();
            }
        }
    }
}
