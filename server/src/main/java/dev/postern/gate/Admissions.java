package dev.postern.gate;

import dev.postern.audit.Audit;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.ServicePrincipal;
import dev.postern.token.Resource;
import java.time.InstantSource;

/**
 * Decisions that concern no single mailbox: by the permissions of the caller, and by who it is. A refusal is audited before it is thrown.
 */
record Admissions(Audit audit, InstantSource clock) {
    private static final String DENIED = "denied";

    /**
     * Decides about an operation. Returns the entry for the audit, which the caller of this method appends.
     *
     * @throws Refusal.PermissionMissing if no permission suffices
     */
    AuditEntry admit(Caller caller, Resource resource, Operation operation, String target) {
        requireChanging(caller, operation, target);
        String permission = Permissions.find(caller, resource, operation);
        if (permission == null) {
            throw missing(caller, operation, target);
        }
        return entry(
                caller, operation, target, "granted", "PERMISSION_HELD", "The caller has the permission " + permission);
    }

    /** Whether {@link #admit} would return an entry. Nothing is audited. */
    boolean allows(Caller caller, Resource resource, Operation operation) {
        return mayChange(caller, operation) && Permissions.find(caller, resource, operation) != null;
    }

    private static boolean mayChange(Caller caller, Operation operation) {
        return !operation.writes() || !caller.token().isReadOnly();
    }

    /**
     * Refuses an operation that changes something to a token that only reads. Every way to a capability calls this first.
     *
     * @throws Refusal.PermissionMissing if the token only reads
     */
    void requireChanging(Caller caller, Operation operation, String target) {
        if (!mayChange(caller, operation)) {
            audit.append(entry(
                    caller,
                    operation,
                    target,
                    DENIED,
                    "READ_ONLY_SESSION",
                    "The person is signed in to the console as a reader"));
            throw new Refusal.PermissionMissing(operation.name());
        }
    }

    /** @throws Refusal.PermissionMissing if the caller is not the built-in administrator */
    void requireAdministrator(Caller caller, Operation operation, String target) {
        ServicePrincipal administrator = caller.directory().administrator();
        if (administrator == null || !administrator.id().equals(caller.token().principal())) {
            throw missing(caller, operation, target);
        }
    }

    private Refusal missing(Caller caller, Operation operation, String target) {
        audit.append(entry(
                caller, operation, target, DENIED, "PERMISSION_MISSING", "The caller has no sufficient permission"));
        return new Refusal.PermissionMissing(operation.name());
    }

    private AuditEntry entry(
            Caller caller, Operation operation, String target, String verdict, String rule, String explanation) {
        return new AuditEntry(
                caller.token().tenant(),
                null,
                clock.instant(),
                caller.actor(),
                operation.name(),
                target,
                verdict,
                rule,
                null,
                explanation);
    }
}
