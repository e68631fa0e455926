package dev.postern.effective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.AccessEngine;
import dev.postern.access.AccessQuestion;
import dev.postern.access.Decision;
import dev.postern.access.MailboxId;
import dev.postern.access.Verdict;
import dev.postern.audit.Actor;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.AppRole;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.directory.WellKnown;
import dev.postern.exchange.ExchangeFixture;
import dev.postern.graph.OperationTable;
import dev.postern.store.Engine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The matrix, the summary, the explanations and the past decisions agree with the decisions of requests, on random tenants. */
class EffectiveAccessAgreementTest {
    private static final Set<String> UNIVERSE = Set.of(
            "Mail.Read",
            "Mail.ReadWrite",
            "Mail.Send",
            "Mail.ReadBasic",
            "Mail.ReadBasic.All",
            "Calendars.Read",
            "MailboxSettings.ReadWrite");
    /** At least as many are in one tenant. */
    private static final int CELLS = 400;

    private static final String DENIAL = "Blocked.";

    /** About as many as {@code -Dsteps=N} cells need. */
    private static LongStream seeds() {
        return LongStream.rangeClosed(1, Math.max(4, Integer.getInteger("steps", 0) / CELLS));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyCellAgrees(long seed) {
        try (var fixture = new ExchangeFixture(Engine.SQLITE)) {
            List<ServicePrincipal> apps = new RandomAccess(fixture, seed).fill(10, 8);
            DirectorySnapshot directory = fixture.snapshot();
            List<MatrixRow> rows = new AccessMatrix(directory)
                    .page(MatrixFilter.ALL, null, 1_000_000)
                    .rows();
            Set<String> cells = rows.stream().map(MatrixRow::toString).collect(Collectors.toSet());
            assertEquals(rows.size(), cells.size());
            assertTrue(!rows.isEmpty(), () -> rows.size() + " rows");
            var explainer = new AccessExplainer(directory, DENIAL);
            for (ServicePrincipal app : apps) {
                for (User user : directory.all(User.class).toList()) {
                    if (EffectiveAccess.address(user) != null) {
                        UNIVERSE.forEach(permission -> cell(directory, rows, explainer, app, user, permission));
                    }
                }
            }
            pages(directory, rows, 1, 1_000);
            pages(directory, rows, 7, 1_000);
            pages(directory, rows, 100, 2);
            filters(directory, rows, apps);
            counts(directory, rows, apps);
        }
    }

    private static void cell(
            DirectorySnapshot directory,
            List<MatrixRow> rows,
            AccessExplainer explainer,
            ServicePrincipal app,
            User user,
            String permission) {
        Decision decision = decide(directory, app, user, permission);
        List<MatrixRow> found = rows.stream()
                .filter(row -> row.appId().equals(app.appId())
                        && row.mailboxId().equals(user.id())
                        && row.permission().equals(permission))
                .toList();
        boolean entra = decision.entra().verdict() == Verdict.GRANTED;
        boolean rbac = decision.rbac().verdict() == Verdict.GRANTED;
        assertEquals(
                entra || rbac ? List.of(GrantedBy.of(entra, rbac)) : List.of(),
                found.stream().map(MatrixRow::by).toList());
        AccessExplanation explained = explainer.explain(app, user, Set.of(permission), permission);
        assertEquals(!found.isEmpty(), explained.allowed());
        assertEquals(rbac, explained.rbac().allowed());
        assertEquals(rbac, explained.rbac().assignments().stream().anyMatch(one -> one.inScope() && one.grants()));
        assertEquals(explained.allowed(), explained.refusal() == null);
        past(directory, app, user, decision, explained);
    }

    private static Decision decide(DirectorySnapshot directory, ServicePrincipal app, User user, String permission) {
        ServicePrincipal graph = Objects.requireNonNull(directory.servicePrincipal(WellKnown.MICROSOFT_GRAPH));
        Set<UUID> granted = directory.assignmentsOf(app.id()).stream()
                .map(one -> one.appRoleId())
                .collect(Collectors.toSet());
        Set<String> token = graph.appRoles().stream()
                .filter(role -> granted.contains(role.id()))
                .map(AppRole::value)
                .collect(Collectors.toSet());
        return AccessEngine.decide(
                directory.access(), new AccessQuestion(app.appId(), app.id(), token, Set.of(permission), user.id()));
    }

    /** What is read from the sentence of the audit is what the decision was. */
    private static void past(
            DirectorySnapshot directory,
            ServicePrincipal app,
            User user,
            Decision decision,
            AccessExplanation explained) {
        MailboxId mailbox = user.mailbox();
        var entry = new AuditEntry(
                directory.tenant().id(),
                mailbox,
                Instant.EPOCH,
                new Actor(app.appId(), app.id(), UUID.randomUUID()),
                "GET /users/{id}/messages",
                user.id().toString(),
                decision.verdict().text().toLowerCase(java.util.Locale.ROOT),
                decision.rule().name(),
                decision.policy() == null ? null : decision.policy().id().toString(),
                decision.explanation());
        AccessExplanation then =
                new PastDecision(directory, DENIAL).explain(entry).orElseThrow();
        assertEquals(explained.allowed(), then.allowed());
        assertEquals(explained.refusal(), then.refusal());
        assertEquals(explained.mailbox(), then.mailbox());
        assertFalse(then.text().toString().contains(" > "), then.text()::toString);
        var grant = decision.grant();
        assertEquals(grant == null ? null : grant.permission(), then.permission());
        var policy = decision.policy();
        assertEquals(
                policy == null ? List.of() : List.of(policy.id().toString()),
                then.entra().policies().stream()
                        .map(AccessExplanation.Policy::id)
                        .toList());
        if (policy != null && explained.entra().policyVerdict() != null) {
            var same = explained.entra().policies().stream()
                    .filter(one -> one.id().equals(policy.id().toString()))
                    .findFirst()
                    .orElseThrow();
            assertEquals(same, then.entra().policies().getFirst());
        }
    }

    private static void pages(DirectorySnapshot directory, List<MatrixRow> rows, int top, int maxPairs) {
        var read = new ArrayList<MatrixRow>();
        MatrixPosition at = null;
        do {
            AccessMatrix.Page page =
                    new AccessMatrix(new EffectiveAccess(directory), maxPairs).page(MatrixFilter.ALL, at, top);
            assertTrue(page.rows().size() <= top);
            read.addAll(page.rows());
            at = page.next();
            if (at != null) {
                assertEquals(at, MatrixPosition.read(at.text()).orElseThrow());
            }
        } while (at != null);
        assertEquals(rows, read);
    }

    private static void filters(DirectorySnapshot directory, List<MatrixRow> rows, List<ServicePrincipal> apps) {
        User mailbox = directory.find(rows.getFirst().mailboxId(), User.class);
        for (ServicePrincipal app : apps) {
            for (Set<String> permissions : List.of(Set.<String>of(), Set.of("Mail.Send", "Calendars.Read"))) {
                var filter = new MatrixFilter(app, mailbox, permissions);
                assertEquals(
                        rows.stream()
                                .filter(row -> row.principal().equals(app.id())
                                        && row.mailboxId()
                                                .equals(Objects.requireNonNull(mailbox)
                                                        .id())
                                        && filter.accepts(row))
                                .toList(),
                        new AccessMatrix(directory).page(filter, null, 100).rows());
                var onlyApp = new MatrixFilter(app, null, permissions);
                assertEquals(
                        rows.stream()
                                .filter(row -> row.principal().equals(app.id()) && onlyApp.accepts(row))
                                .toList(),
                        new AccessMatrix(directory).page(onlyApp, null, 1000).rows());
            }
        }
    }

    /** A rule of the summary counts the mailboxes that the matrix lists for it. */
    private static void counts(DirectorySnapshot directory, List<MatrixRow> rows, List<ServicePrincipal> apps) {
        for (ServicePrincipal app : apps) {
            var filter = new MatrixFilter(app, null, Set.of());
            new AccessSummary(directory)
                    .page(filter, null, 10).apps().stream()
                            .flatMap(one -> one.lines().stream())
                            .filter(line -> line.by() == GrantedBy.ENTRA)
                            .forEach(line -> assertEquals(
                                    rows.stream()
                                            .filter(row -> row.principal().equals(app.id())
                                                    && row.by() != GrantedBy.RBAC
                                                    && row.permission()
                                                            .equals(line.permissions()
                                                                    .getFirst()))
                                            .count(),
                                    line.count(),
                                    line::toString));
            uncounted(directory, filter);
        }
    }

    /** Without time to count, the same rules are shown; what is counted nevertheless is right. */
    private static void uncounted(DirectorySnapshot directory, MatrixFilter filter) {
        List<AccessSummary.Line> all = lines(new AccessSummary(directory), filter);
        List<AccessSummary.Line> few = lines(new AccessSummary(directory, 0), filter);
        assertEquals(all.size(), few.size());
        for (int at = 0; at < all.size(); at++) {
            assertEquals(all.get(at).permissions(), few.get(at).permissions());
            assertTrue(
                    all.get(at).mailboxes().startsWith(few.get(at).mailboxes()),
                    few.get(at).mailboxes());
            var count = few.get(at).count();
            assertTrue(count == null || count.equals(all.get(at).count()), few.get(at)::toString);
        }
        assertEquals(all, lines(AccessSummary.quick(directory), filter), "a small tenant");
    }

    private static List<AccessSummary.Line> lines(AccessSummary summary, MatrixFilter filter) {
        return summary.page(filter, null, 10).apps().stream()
                .flatMap(one -> one.lines().stream())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAA", "%%", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void otherTextsAreNoPosition(String text) {
        assertTrue(MatrixPosition.read(text).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mail.Read: Mail.Read Mail.ReadWrite",
                "Mail.ReadWrite: Mail.ReadWrite",
                "Mail.Send: Mail.Send",
                "Mail.ReadBasic: Mail.Read Mail.ReadBasic Mail.ReadBasic.All Mail.ReadWrite",
                "Mail.ReadBasic.All: Mail.Read Mail.ReadBasic Mail.ReadBasic.All Mail.ReadWrite",
                "Calendars.Read: Calendars.Read Calendars.ReadWrite",
                "Calendars.ReadWrite: Calendars.ReadWrite",
                "Contacts.Read: Contacts.Read Contacts.ReadWrite",
                "MailboxSettings.Read: MailboxSettings.Read MailboxSettings.ReadWrite",
                "MailboxSettings.ReadWrite: MailboxSettings.ReadWrite",
                "SMTP.SendAsApp: SMTP.SendAsApp"
            })
    void permissionsSatisfyOthers(String row) {
        var operations = OperationTable.load().mailboxOperations();
        var permissions = new MailboxPermissions(
                operations.stream().map(one -> one.permissions()).toList());
        String[] parts = row.split(": ");
        assertEquals(Set.of(parts[1].split(" ")), permissions.satisfying(parts[0]));
    }
}
