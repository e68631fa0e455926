package dev.postern.console.session;

import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.store.Database;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The links and the sessions of the console, in the database, so that every node knows them. A session ends when it is not used for a while,
 * and in any case after a day's work. Thread-safe.
 */
public final class ConsoleSessions {
    /** A link is opened at once or not at all. */
    static final Duration LINK_LIFE = Duration.ofMinutes(10);

    static final Duration IDLE = Duration.ofMinutes(30);
    static final Duration SESSION_LIFE = Duration.ofHours(8);

    /** The time of the last use is stored as often as this, not with every request. */
    private static final Duration NOTED = Duration.ofMinutes(1);

    private static final int MAX_PER_TENANT = 1_000;

    private final Database database;
    private final InstantSource clock;
    private final SecureRandom random;

    public ConsoleSessions(Database database, InstantSource clock, SecureRandom random) {
        this.database = database;
        this.clock = clock;
        this.random = random;
    }

    /** Whom a link signs in, and as what. */
    public record Invitation(TenantId tenant, ObjectId principal, ConsoleRole role, String person) {}

    /** A new link; its code is stored nowhere else. */
    public record Link(String code, Instant expires) {
        @Override
        public String toString() {
            return "Link[" + expires + "]";
        }
    }

    /** Too many links and sessions of a tenant exist. */
    public static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Creates a link in the transaction of its audit entry. */
    public Link invite(Sql sql, Invitation invitation) {
        Instant now = clock.instant();
        Long existing = sql.one(
                "select count(*) from console_session where tenant_id = ? and expires_at > ?",
                row -> row.number(1),
                invitation.tenant().value(),
                now);
        if (existing != null && existing >= MAX_PER_TENANT) {
            throw new TooMany();
        }
        SessionSecret code = SessionSecret.create(random);
        Instant expires = now.plus(LINK_LIFE);
        insert(sql, code, "LINK", invitation, now, expires);
        return new Link(code.text(), expires);
    }

    private static void insert(
            Sql sql, SessionSecret secret, String state, Invitation of, Instant now, Instant expires) {
        sql.update(
                "insert into console_session (secret_hash, tenant_id, principal_id, state, role, person, created_at,"
                        + " used_at, expires_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                secret.digest(),
                of.tenant().value(),
                of.principal().value(),
                state,
                of.role().name(),
                of.person(),
                now,
                now,
                expires);
    }

    /** A session that has begun; the secret goes into the cookie of the browser. */
    public record Begun(String secret, ConsoleSession session) {
        @Override
        public String toString() {
            return "Begun[" + session + "]";
        }
    }

    /**
     * Opens a link, which ends it.
     *
     * @param entered called in the same transaction, for the audit
     * @return empty if there is no such link, or it was opened before, or it has expired
     */
    public Optional<Begun> open(String code, Entered entered) {
        SessionSecret link = new SessionSecret(code);
        if (!link.isPlausible()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Found found = database.read(sql -> find(sql, link, "LINK", now));
        if (found == null) {
            return Optional.empty();
        }
        SessionSecret secret = SessionSecret.create(random);
        Instant expires = now.plus(SESSION_LIFE);
        boolean opened = database.write(sql -> {
            if (sql.update("delete from console_session where secret_hash = ? and state = 'LINK'", (Object)
                            link.digest())
                    == 0) {
                return false;
            }
            insert(sql, secret, "SESSION", found.invitation(), now, expires);
            entered.note(sql, found.invitation());
            return true;
        });
        return opened
                ? Optional.of(new Begun(secret.text(), session(found.invitation(), expires, secret)))
                : Optional.empty();
    }

    /** Notes in a transaction that a person signs in. */
    @FunctionalInterface
    public interface Entered {
        void note(Sql sql, Invitation invitation);
    }

    /**
     * Returns the session of a cookie.
     *
     * @param used whether a person uses it now; a page that refreshes itself does not keep it alive
     */
    public Optional<ConsoleSession> find(String cookie, boolean used) {
        SessionSecret secret = new SessionSecret(cookie);
        if (!secret.isPlausible()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Found found = database.read(sql -> find(sql, secret, "SESSION", now));
        if (found == null || found.used().plus(IDLE).isBefore(now)) {
            return Optional.empty();
        }
        if (used && found.used().plus(NOTED).isBefore(now)) {
            database.write(sql ->
                    sql.update("update console_session set used_at = ? where secret_hash = ?", now, secret.digest()));
        }
        return Optional.of(session(found.invitation(), found.expires(), secret));
    }

    private static ConsoleSession session(Invitation of, Instant expires, SessionSecret secret) {
        return new ConsoleSession(of.tenant(), of.principal(), of.role(), of.person(), expires, secret.formToken());
    }

    /** Ends a session. */
    public void end(String cookie) {
        SessionSecret secret = new SessionSecret(cookie);
        database.write(
                sql -> sql.update("delete from console_session where secret_hash = ?", (Object) secret.digest()));
    }

    /** Removes what has expired. Called about once a minute. */
    public void sweep() {
        Instant now = clock.instant();
        database.write(sql -> sql.update(
                "delete from console_session where expires_at <= ? or (state = 'SESSION' and used_at < ?)",
                now,
                now.minus(IDLE)));
    }

    private record Found(Invitation invitation, Instant used, Instant expires) {}

    private static @Nullable Found find(Sql sql, SessionSecret secret, String state, Instant now) {
        return sql.one(
                "select tenant_id, principal_id, role, person, used_at, expires_at from console_session"
                        + " where secret_hash = ? and state = ? and expires_at > ?",
                row -> found(row),
                secret.digest(),
                state,
                now);
    }

    private static Found found(Row row) {
        return new Found(
                new Invitation(
                        new TenantId(row.uuid(1)),
                        new ObjectId(row.uuid(2)),
                        ConsoleRole.valueOf(row.text(3)),
                        row.text(4)),
                row.time(5),
                row.time(6));
    }
}
