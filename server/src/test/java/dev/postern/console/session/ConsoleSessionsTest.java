package dev.postern.console.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.console.session.ConsoleSessions.Begun;
import dev.postern.console.session.ConsoleSessions.Invitation;
import dev.postern.console.session.ConsoleSessions.Link;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Links and sessions: each link once, and every end that a session can have. */
class ConsoleSessionsTest {
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-28T08:00:00Z"));
    private final ObjectId principal = new ObjectId(UUID.randomUUID());

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    /** One node; several share a database. */
    private ConsoleSessions node(TestCore core) {
        return new ConsoleSessions(core.database(), now::get, new SecureRandom());
    }

    private Invitation invitation(TenantId tenant, ConsoleRole role) {
        return new Invitation(tenant, principal, role, "Tester");
    }

    private Link invite(TestCore core, ConsoleSessions sessions, Invitation invitation) {
        return core.database().write(sql -> sessions.invite(sql, invitation));
    }

    private static Optional<Begun> open(ConsoleSessions sessions, Link link) {
        return sessions.open(link.code(), (_, _) -> {});
    }

    private Begun begun(TestCore core, ConsoleSessions sessions, TenantId tenant) {
        return open(sessions, invite(core, sessions, invitation(tenant, ConsoleRole.ADMIN)))
                .orElseThrow();
    }

    @FunctionalInterface
    private interface Case {
        void run(TestCore core, ConsoleSessions sessions, TenantId tenant);
    }

    private static void on(Engine engine, ConsoleSessionsTest test, Case body) {
        try (TestCore core = new TestCore(TestCore.on(Databases.open(engine)).open())) {
            body.run(core, test.node(core), core.tenant("contoso.example").id());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aLinkBecomesOneSessionOnAnyNode(Engine engine) {
        on(engine, this, (core, sessions, tenant) -> {
            Link link = invite(core, sessions, invitation(tenant, ConsoleRole.READER));
            assertEquals(now.get().plus(ConsoleSessions.LINK_LIFE), link.expires());
            var entered = new AtomicReference<Invitation>();
            Begun begun =
                    node(core).open(link.code(), (_, who) -> entered.set(who)).orElseThrow();
            assertEquals(invitation(tenant, ConsoleRole.READER), entered.get());
            assertNotEquals(link.code(), begun.secret());
            ConsoleSession session = sessions.find(begun.secret(), true).orElseThrow();
            assertEquals(begun.session(), session);
            assertEquals("Tester", session.person());
            assertTrue(session.isReader());
            assertNotEquals(begun.secret(), session.formToken());
            assertTrue(open(sessions, link).isEmpty(), "the second time");
            assertTrue(sessions.find(link.code(), true).isEmpty(), "the code of a link is no cookie");
        });
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aLinkExpires(Engine engine) {
        on(engine, this, (core, sessions, tenant) -> {
            Link link = invite(core, sessions, invitation(tenant, ConsoleRole.ADMIN));
            Link other = invite(core, sessions, invitation(tenant, ConsoleRole.ADMIN));
            pass(ConsoleSessions.LINK_LIFE.minus(MOMENT));
            assertTrue(open(sessions, link).isPresent());
            pass(MOMENT);
            assertTrue(open(sessions, other).isEmpty());
        });
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void nothingIsFoundByOtherTexts(Engine engine) {
        on(engine, this, (core, sessions, tenant) -> {
            Begun begun = begun(core, sessions, tenant);
            String wrong = (begun.secret().startsWith("A") ? "B" : "A")
                    + begun.secret().substring(1);
            for (String text : new String[] {"", wrong, begun.secret() + "A", "ä".repeat(43), "'; drop table x --"}) {
                assertTrue(sessions.find(text, true).isEmpty(), text);
                assertTrue(sessions.open(text, (_, _) -> {}).isEmpty(), text);
            }
            assertEquals(
                    0,
                    count(core, "where person = ? or state = ?", begun.secret(), begun.secret()),
                    "the secret is not stored");
        });
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aSessionEndsWhenItIsNotUsed(Engine engine) {
        on(engine, this, (core, sessions, tenant) -> {
            Begun begun = begun(core, sessions, tenant);
            pass(ConsoleSessions.IDLE.minus(MOMENT));
            assertTrue(sessions.find(begun.secret(), true).isPresent());
            pass(ConsoleSessions.IDLE.minus(MOMENT));
            assertTrue(sessions.find(begun.secret(), true).isPresent());
            // a page that refreshes itself is no use
            pass(ConsoleSessions.IDLE.minus(MOMENT));
            assertTrue(sessions.find(begun.secret(), false).isPresent());
            pass(MOMENT.plus(MOMENT));
            assertTrue(sessions.find(begun.secret(), true).isEmpty());
        });
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aSessionEndsAfterADaysWork(Engine engine) {
        on(engine, this, (core, sessions, tenant) -> {
            Begun begun = begun(core, sessions, tenant);
            Duration step = Duration.ofMinutes(20);
            for (Duration used = step; used.compareTo(ConsoleSessions.SESSION_LIFE) < 0; used = used.plus(step)) {
                pass(step);
                assertTrue(sessions.find(begun.secret(), true).isPresent(), used.toString());
            }
            pass(step);
            assertTrue(sessions.find(begun.secret(), true).isEmpty());
        });
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aSessionIsEnded(Engine engine) {
        on(engine, this, (core, sessions, tenant) -> {
            Begun begun = begun(core, sessions, tenant);
            Begun other = begun(core, sessions, tenant);
            node(core).end(begun.secret());
            assertTrue(sessions.find(begun.secret(), true).isEmpty());
            assertTrue(sessions.find(other.secret(), true).isPresent());
        });
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatHasEndedIsRemovedAndTheirNumberIsLimited(Engine engine) {
        on(engine, this, (core, sessions, tenant) -> {
            core.database().write(sql -> {
                for (int i = 0; i < 1_000; i++) {
                    sessions.invite(sql, invitation(tenant, ConsoleRole.ADMIN));
                }
                return true;
            });
            Invitation more = invitation(tenant, ConsoleRole.ADMIN);
            assertThrows(ConsoleSessions.TooMany.class, () -> invite(core, sessions, more));
            TenantId other = core.tenant("fabrikam.example").id();
            Begun begun = begun(core, sessions, other);
            pass(ConsoleSessions.LINK_LIFE);
            sessions.sweep();
            assertEquals(1, count(core));
            assertTrue(sessions.find(begun.secret(), true).isPresent());
            assertFalse(begun(core, sessions, tenant).secret().isEmpty());
            pass(ConsoleSessions.IDLE.plus(MOMENT));
            sessions.sweep();
            assertEquals(0, count(core));
        });
    }

    private static long count(TestCore core) {
        return count(core, "");
    }

    private static long count(TestCore core, String where, Object... values) {
        return Objects.requireNonNull(core.database()
                .read(sql -> sql.one("select count(*) from console_session " + where, row -> row.number(1), values)));
    }
}
