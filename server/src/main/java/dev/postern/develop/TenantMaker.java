package dev.postern.develop;

import dev.postern.access.AppId;
import dev.postern.audit.Actor;
import dev.postern.directory.Tenant;

/** Creates tenants with an administrator. */
@FunctionalInterface
public interface TenantMaker {
    /** A new tenant with the credentials of its administrator. */
    record Created(Tenant tenant, AppId administrator, String secret) {
        @Override
        public String toString() {
            return "Created[" + tenant + "]";
        }
    }

    /** @throws dev.postern.directory.DirectoryFailure.AlreadyExists if another tenant has this domain */
    Created create(String domain, Actor actor);
}
