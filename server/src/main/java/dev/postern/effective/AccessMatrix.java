package dev.postern.effective;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of effective access in one state of the directory, page by page. */
public final class AccessMatrix {
    /** A page ends after so many pairs of an application and a mailbox, also when it has few rows. */
    static final int MAX_PAIRS = 500_000;

    private static final ObjectId FIRST = new ObjectId(new UUID(0, 0));

    private final DirectorySnapshot directory;
    private final EffectiveAccess access;
    private final int maxPairs;

    /** For tokens that were issued now. */
    public AccessMatrix(DirectorySnapshot directory) {
        this(new EffectiveAccess(directory), MAX_PAIRS);
    }

    /** @param tokenRoles the permissions in the token that is used */
    public AccessMatrix(DirectorySnapshot directory, Set<String> tokenRoles) {
        this(new EffectiveAccess(directory, tokenRoles), MAX_PAIRS);
    }

    AccessMatrix(EffectiveAccess access, int maxPairs) {
        this.directory = access.directory();
        this.access = access;
        this.maxPairs = maxPairs;
    }

    /** @param next where the next page begins; null after the last row */
    public record Page(List<MatrixRow> rows, @Nullable MatrixPosition next) {
        public Page {
            rows = List.copyOf(rows);
        }
    }

    /** Reads a page. It may have fewer rows than {@code top} and still not be the last. */
    public Page page(MatrixFilter filter, @Nullable MatrixPosition after, int top) {
        return page(filter, new Reading(filter, after, top, false), after);
    }

    /** As {@link #page}, with all rows of an application on a mailbox on one page, which may then be longer. */
    public Page pageOfMailboxes(MatrixFilter filter, @Nullable MatrixPosition after, int top) {
        return page(filter, new Reading(filter, after, top, true), after);
    }

    private Page page(MatrixFilter filter, Reading reading, @Nullable MatrixPosition after) {
        ServicePrincipal app = filter.app();
        if (app != null) {
            boolean open = after == null || after.principal().compareTo(app.id()) <= 0;
            return reading.ended(open && reading.app(app));
        }
        if (after != null) {
            ServicePrincipal begun = directory.find(after.principal(), ServicePrincipal.class);
            if (begun != null && reading.app(begun)) {
                return reading.ended(true);
            }
        }
        Iterator<ServicePrincipal> apps = directory
                .above(after == null ? FIRST : after.principal(), ServicePrincipal.class)
                .iterator();
        while (apps.hasNext()) {
            if (reading.app(apps.next())) {
                return reading.ended(true);
            }
        }
        return reading.ended(false);
    }

    private final class Reading {
        private final MatrixFilter filter;
        private final @Nullable MatrixPosition after;
        private final int top;
        private final boolean whole;
        private final List<MatrixRow> rows = new ArrayList<>();
        private int pairs;
        private @Nullable MatrixPosition at;

        Reading(MatrixFilter filter, @Nullable MatrixPosition after, int top, boolean whole) {
            this.filter = filter;
            this.after = after;
            this.top = top;
            this.whole = whole;
            this.at = after;
        }

        Page ended(boolean more) {
            return new Page(rows, more ? at : null);
        }

        /** Reads an application. Returns whether the page ended within it. */
        boolean app(ServicePrincipal app) {
            EffectiveAccess.AppFacts facts = access.facts(app);
            if (facts.isEmpty() || !filter.concerns(facts)) {
                return false;
            }
            MatrixPosition begun = after != null && after.principal().equals(app.id()) ? after : null;
            Iterator<User> mailboxes =
                    mailboxes(facts, begun == null ? FIRST : begun.mailbox()).iterator();
            while (mailboxes.hasNext()) {
                if (pairs++ >= maxPairs || (whole && rows.size() >= top)) {
                    return true;
                }
                User mailbox = mailboxes.next();
                if (!filter.accepts(mailbox)) {
                    at = new MatrixPosition(app.id(), mailbox.id(), MatrixPosition.ALL);
                    continue;
                }
                String last = begun != null && begun.mailbox().equals(mailbox.id()) ? begun.permission() : "";
                for (MatrixRow row : access.rows(app, mailbox)) {
                    if (row.permission().compareTo(last) > 0 && filter.accepts(row)) {
                        if (!whole && rows.size() >= top) {
                            return true;
                        }
                        rows.add(row);
                        at = new MatrixPosition(app.id(), mailbox.id(), row.permission());
                    }
                }
                at = new MatrixPosition(app.id(), mailbox.id(), MatrixPosition.ALL);
            }
            return false;
        }

        /** Those with this id or one above it. */
        private Stream<User> mailboxes(EffectiveAccess.AppFacts facts, ObjectId from) {
            User only = filter.mailbox();
            if (only != null) {
                return only.id().compareTo(from) >= 0 ? Stream.of(only) : Stream.empty();
            }
            Optional<Set<ObjectId>> confined = new ReachableMailboxes(directory).of(facts);
            return confined.isPresent()
                    ? confined.get().stream()
                            .filter(id -> id.compareTo(from) >= 0)
                            .flatMap(this::user)
                    : Stream.concat(user(from), directory.above(from, User.class));
        }

        private Stream<User> user(ObjectId id) {
            return Stream.ofNullable(directory.find(id, User.class));
        }
    }
}
