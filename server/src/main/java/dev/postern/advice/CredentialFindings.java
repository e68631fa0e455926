package dev.postern.advice;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.directory.Application;
import dev.postern.directory.Credentials;
import dev.postern.directory.PasswordCredential;
import dev.postern.directory.ServicePrincipal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** Client secrets that are valid for very long, and those that have expired. */
final class CredentialFindings {
    private static final int MAX_YEARS = 2;
    /** From here on a secret is said never to expire. */
    private static final int PRACTICALLY_NEVER = 50;

    private final TenantFacts facts;
    private final Instant now;
    private final Instant latest;
    private final Instant never;
    private final Consumer<AccessFinding> found;

    CredentialFindings(TenantFacts facts, Instant now, Consumer<AccessFinding> found) {
        this.facts = facts;
        this.now = now;
        this.latest = years(now, MAX_YEARS);
        this.never = years(now, PRACTICALLY_NEVER);
        this.found = found;
    }

    /** The day after. */
    private static Instant years(Instant from, int count) {
        return from.atZone(ZoneOffset.UTC).plusYears(count).plusDays(1).toInstant();
    }

    void find() {
        ServicePrincipal administrator = facts.directory.administrator();
        AppId own = administrator == null ? null : administrator.appId();
        facts.directory
                .all(Application.class)
                .filter(one -> !one.appId().equals(own))
                .forEach(one -> find(one.appId(), one.displayName(), one.id(), true, one.credentials()));
        facts.directory
                .all(ServicePrincipal.class)
                .filter(one -> !one.appId().equals(own))
                .forEach(one -> find(one.appId(), one.displayName(), one.id(), false, one.credentials()));
    }

    private void find(AppId app, String name, ObjectId holder, boolean application, Credentials credentials) {
        for (PasswordCredential one : credentials.passwords()) {
            if (one.end().isAfter(latest)) {
                add(FindingKind.SECRET_NEVER_EXPIRES, app, name, holder, application, one);
            } else if (!one.end().isAfter(now)) {
                add(FindingKind.EXPIRED_SECRET, app, name, holder, application, one);
            }
        }
    }

    private void add(
            FindingKind kind, AppId app, String name, ObjectId holder, boolean application, PasswordCredential one) {
        String shown = one.displayName() == null ? "" : " \"" + one.displayName() + "\"";
        ObjectNode details = AccessFinding.newDetails();
        details.putObject("secret")
                .put("keyId", one.keyId().toString())
                .put("displayName", one.displayName())
                .put("hint", one.hint())
                .put("endDateTime", one.end().toString());
        String state = kind == FindingKind.EXPIRED_SECRET
                ? "expired at " + one.end() + " and can be removed."
                : (one.end().isAfter(never) ? "never expires: it is valid until " : "is valid until ") + one.end()
                        + ". Give the program a new one with a shorter life before this one is removed.";
        found.accept(AccessFinding.about(
                kind,
                app,
                name,
                details,
                "The secret" + shown + " (" + one.hint() + "...) of \"" + name + "\" " + state,
                List.of(Cure.untried(List.of(CommandText.removePassword(application, holder, one.keyId()))))));
    }
}
