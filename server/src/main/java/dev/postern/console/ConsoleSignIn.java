package dev.postern.console;

import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.audit.Audit;
import dev.postern.audit.AuditEntry;
import dev.postern.console.session.ConsoleRole;
import dev.postern.console.session.ConsoleSessions;
import dev.postern.console.session.ConsoleSessions.Invitation;
import dev.postern.console.session.ConsoleSessions.Link;
import dev.postern.management.ConsoleLinkMaker;
import dev.postern.store.Database;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Links to the console, and what happens when one is opened, each with its audit entry. Thread-safe. */
public final class ConsoleSignIn implements ConsoleLinkMaker {
    /** The path of a link before its code. */
    static final String PATH = "/console/sign-in/";

    private final Principals principals;
    private final ConsoleSessions sessions;
    private final Database database;
    private final Audit audit;
    private final InstantSource clock;

    /** Makes the service principals of consoles. */
    @FunctionalInterface
    public interface Principals {
        /** Returns the one of a tenant, which has the roles that pages need. */
        ObjectId ensure(TenantId tenant, Actor actor);
    }

    ConsoleSignIn(
            Principals principals, ConsoleSessions sessions, Database database, Audit audit, InstantSource clock) {
        this.principals = principals;
        this.sessions = sessions;
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public Made make(TenantId tenant, Actor actor, boolean reader, String person) {
        ObjectId principal = principals.ensure(tenant, actor);
        ConsoleRole role = reader ? ConsoleRole.READER : ConsoleRole.ADMIN;
        try {
            Link link = database.write(sql -> {
                Link made = sessions.invite(sql, new Invitation(tenant, principal, role, person));
                audit.append(sql, entry(tenant, actor, "link to the console", role.text() + " " + person));
                return made;
            });
            return new Made(PATH + link.code(), link.expires());
        } catch (ConsoleSessions.TooMany e) {
            throw new TooMany();
        }
    }

    /** Opens a link. */
    Optional<ConsoleSessions.Begun> open(String code, UUID requestId) {
        return sessions.open(
                code,
                (sql, who) -> audit.append(
                        sql,
                        entry(
                                who.tenant(),
                                new Actor(null, who.principal(), requestId, who.person()),
                                "sign in to the console",
                                who.role().text())));
    }

    private AuditEntry entry(TenantId tenant, Actor actor, String operation, String target) {
        return new AuditEntry(tenant, null, clock.instant(), actor, operation, target, "changed", null, null, null);
    }
}
