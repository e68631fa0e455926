package dev.postern.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.NaiveAccess.Cell;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random changes of small random directories with role assignments. A change of assignments, filters, attributes, memberships, units and
 * service principals is reported if and only if an application can use a permission on an existing mailbox that it could not use before, as
 * {@link NaiveAccess} computes it, and every such application is named.
 */
class RoleWideningAgreementTest {
    private static final int TENANTS = 12;
    private static final int CHANGES = 100;

    private int reported;
    private int unreported;

    @Test
    void whatWidensIsReportedAndNothingElse() {
        RandomDirectories.each(TENANTS, CHANGES, i -> false, (seed, directory, _) -> run(seed, directory));
        assertTrue(reported > TENANTS, () -> "only " + reported + " changes widened access");
        assertTrue(unreported > TENANTS, () -> "only " + unreported + " changes did not");
    }

    private void run(long seed, Directory directory) {
        var company = new RandomRoleTenant(seed, directory);
        for (int i = 0; i < CHANGES; i++) {
            DirectorySnapshot before = company.snapshot();
            List<String> warnings = directory.change(company.tenant.id(), RandomRoleTenant.ACTOR, draft -> {
                for (int part = company.random.nextInt(3); part >= 0; part--) {
                    company.change(draft);
                }
                return draft.widenings();
            });
            check("seed " + seed + ", change " + i, before, company.snapshot(), warnings);
        }
    }

    private void check(String when, DirectorySnapshot before, DirectorySnapshot after, List<String> warnings) {
        Set<Cell> grown = new HashSet<>(new NaiveAccess(after, false).cells());
        Set<Cell> known = new NaiveAccess(before, false).cells();
        grown.removeIf(cell -> ApplicationRoles.namesOf(cell.permission()).stream()
                .anyMatch(name -> known.contains(new Cell(cell.app(), cell.mailbox(), name))));
        grown.removeIf(cell -> !NaiveReach.hasMailbox(before, cell.mailbox()));
        String what = when + ": " + grown + " " + warnings + "\n"
                + after.exchangeObjects(ManagementRoleAssignment.class) + "\n"
                + after.exchangeObjects(ManagementScope.class);
        assertEquals(grown.isEmpty(), warnings.isEmpty(), what);
        grown.forEach(cell -> assertTrue(
                warnings.stream()
                        .anyMatch(line ->
                                line.contains(Objects.requireNonNull(after.find(cell.app(), ServicePrincipal.class))
                                        .appId()
                                        .toString())),
                what));
        reported += warnings.isEmpty() ? 0 : 1;
        unreported += warnings.isEmpty() ? 1 : 0;
        warnings.forEach(line -> assertTrue(line.startsWith(Widening.BEGINNING) && line.length() < 600, line));
    }
}
