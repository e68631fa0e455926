package dev.postern.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.ObjectId;
import dev.postern.audit.Audit;
import dev.postern.directory.NaiveAccess.Cell;
import dev.postern.effective.AccessDifference;
import dev.postern.effective.MatrixRow;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Random changes of small random directories, alone and several of them as one: what a change would give and take, of which only what it can
 * affect is compared, is the difference of all cells before and after, as {@link NaiveAccess} computes them. A change warns that it widens
 * access if and only if the difference has gains on mailboxes that exist before it.
 */
class AccessDifferenceAgreementTest {
    private static final int TENANTS = 10;
    private static final int CHANGES = 60;

    private int differences;
    private int widening;
    private int grantsOrPoliciesWithoutGain;

    @Test
    void theDifferenceIsThatOfAllCells() {
        RandomDirectories.each(TENANTS, CHANGES, i -> false, (seed, directory, _) -> run(seed, directory));
        assertTrue(differences > CHANGES, () -> "only " + differences + " changes made a difference");
        assertTrue(widening > TENANTS, () -> "only " + widening + " changes widened access");
        assertTrue(grantsOrPoliciesWithoutGain > TENANTS, () -> "only " + grantsOrPoliciesWithoutGain);
    }

    private void run(long seed, Directory directory) {
        var company = new RandomRoleTenant(seed, directory);
        List<SupposedChange> chained = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            int at = i;
            SupposedChange change = directory.change(company.tenant.id(), RandomRoleTenant.ACTOR, draft -> {
                for (int part = company.random.nextInt(3); part >= 0; part--) {
                    company.anyChange(draft);
                }
                List<String> warnings = draft.widenings().stream()
                        .filter(line -> line.startsWith(Widening.BEGINNING))
                        .toList();
                SupposedChange supposed = draft.supposed();
                checkWarnings("seed " + seed + ", change " + at + ": " + draft.describe(), supposed, warnings);
                grantsOrPoliciesWithoutGain +=
                        warnings.isEmpty() && !(draft.policies.isEmpty() && draft.assignments.isEmpty()) ? 1 : 0;
                return supposed;
            });
            check("seed " + seed + ", change " + i, change);
            chained.add(change);
        }
        for (int from = 0; from + 4 < chained.size(); from += 4) {
            SupposedChange all = chained.get(from)
                    .then(chained.get(from + 1))
                    .then(chained.get(from + 2))
                    .then(chained.get(from + 3));
            check("seed " + seed + ", changes from " + from, all);
        }
    }

    private void checkWarnings(String when, SupposedChange change, List<String> warnings) {
        List<MatrixRow> gains = AccessDifference.of(change, Integer.MAX_VALUE, () -> true).gains().stream()
                .filter(row -> hasMailbox(change.before(), row.mailboxId()))
                .toList();
        String what = when + ": " + gains + " " + warnings;
        gains.forEach(row -> assertTrue(
                warnings.stream().anyMatch(line -> line.contains(row.appId().toString())), what));
        if (everyMailboxHasAnAddress(change.before()) && everyMailboxHasAnAddress(change.after())) {
            assertEquals(gains.isEmpty(), warnings.isEmpty(), what);
        }
        widening += warnings.isEmpty() ? 0 : 1;
    }

    private static boolean hasMailbox(DirectorySnapshot directory, ObjectId id) {
        User user = directory.find(id, User.class);
        return user != null && user.mailbox() != null && user.recipient() != null;
    }

    private static boolean everyMailboxHasAnAddress(DirectorySnapshot directory) {
        return directory.all(User.class).allMatch(user -> user.mailbox() == null || user.recipient() != null);
    }

    private void check(String when, SupposedChange change) {
        Set<Cell> before = cells(change.before());
        Set<Cell> after = cells(change.after());
        Set<Cell> gained = without(after, before);
        Set<Cell> lost = without(before, after);
        AccessDifference difference = AccessDifference.of(change, Integer.MAX_VALUE, () -> true);
        assertEquals(gained, cells(difference.gains()), when);
        assertEquals(lost, cells(difference.loses()), when);
        assertEquals(gained.size(), difference.gainCount(), when);
        assertEquals(lost.size(), difference.loseCount(), when);
        assertTrue(difference.complete(), when);
        AccessDifference first = AccessDifference.of(change, 1, () -> true);
        assertEquals(difference.gains().stream().limit(1).toList(), first.gains(), when);
        assertEquals(gained.size(), first.gainCount(), when);
        differences += gained.isEmpty() && lost.isEmpty() ? 0 : 1;
    }

    /** The cells of one state that the other one does not have. */
    private static Set<Cell> without(Set<Cell> some, Set<Cell> others) {
        return some.stream().filter(cell -> !others.contains(cell)).collect(Collectors.toSet());
    }

    /** Of mailboxes that mail can be sent to, and under all names of the permissions, as in the matrix. */
    private static Set<Cell> cells(DirectorySnapshot directory) {
        return new NaiveAccess(directory, false)
                .cells().stream()
                        .filter(cell -> MailRecipient.of(directory.find(cell.mailbox())) != null)
                        .flatMap(cell -> ApplicationRoles.namesOf(cell.permission()).stream()
                                .map(name -> new Cell(cell.app(), cell.mailbox(), name)))
                        .collect(Collectors.toSet());
    }

    private static Set<Cell> cells(List<MatrixRow> rows) {
        return rows.stream()
                .map(row -> new Cell(row.principal(), row.mailboxId(), row.permission()))
                .collect(Collectors.toSet());
    }

    @Test
    void whatTakesTooLongIsIncomplete() {
        try (Database database = Databases.open(Engine.SQLITE)) {
            var directory = new Directory(
                    database,
                    new Audit(database, false),
                    () -> DirectoryObjects.CREATED,
                    Duration.ofDays(1),
                    false,
                    Long.MAX_VALUE);
            var company = new RandomRoleTenant(7, directory);
            SupposedChange change = directory.change(company.tenant.id(), RandomRoleTenant.ACTOR, draft -> {
                draft.before().all(User.class).forEach(user -> draft.remove(user.id()));
                return draft.supposed();
            });
            AccessDifference stopped = AccessDifference.of(change, 10, () -> false);
            assertEquals(List.of(), stopped.gains());
            assertEquals(0, stopped.loseCount());
            assertEquals(false, stopped.complete());
            assertEquals(false, stopped.json().path("Complete").booleanValue());
        }
    }
}
