package dev.postern.gate;

import dev.postern.access.TenantId;
import dev.postern.audit.Actor;

/** The built-in administrator of a tenant as the caller. Only the gate creates one. */
public final class AdministratorCaller {
    private final Caller caller;

    AdministratorCaller(Caller caller) {
        this.caller = caller;
    }

    public TenantId tenant() {
        return caller.tenant().id();
    }

    /** The caller, for the audit. */
    public Actor actor() {
        return caller.actor();
    }
}
