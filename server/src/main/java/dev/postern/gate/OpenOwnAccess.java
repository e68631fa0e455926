package dev.postern.gate;

import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What an application may learn about its own access. Only the gate creates one. */
public final class OpenOwnAccess {
    private final Caller caller;

    OpenOwnAccess(Caller caller) {
        this.caller = caller;
    }

    /** Returns the directory on which requests of the application are decided. */
    public DirectorySnapshot snapshot() {
        return caller.directory();
    }

    /** Returns the service principal of the application; empty if it no longer exists. */
    public Optional<ServicePrincipal> principal() {
        ServicePrincipal own = caller.directory().find(caller.token().principal(), ServicePrincipal.class);
        return Optional.ofNullable(own)
                .filter(one -> Objects.equals(one.appId(), caller.token().app()));
    }

    /** Returns the permissions in the token. */
    public Set<String> roles() {
        return caller.token().roles();
    }
}
