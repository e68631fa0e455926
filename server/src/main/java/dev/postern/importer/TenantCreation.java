package dev.postern.importer;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.directory.Tenant;
import org.jspecify.annotations.Nullable;

/** Creates tenants on a running server. Thread-safe. */
public interface TenantCreation {
    /**
     * A new tenant and the credentials of its administrator.
     *
     * @param secret stored nowhere else
     */
    record Created(Tenant tenant, AppId administrator, String secret) {
        @Override
        public String toString() {
            return "Created[" + tenant.id() + "]";
        }
    }

    /**
     * Creates a tenant with a content and an administrator, in one transaction.
     *
     * @throws dev.postern.directory.DirectoryFailure.AlreadyExists if a tenant has the domain
     */
    Created create(String domain, TenantImport content, Actor actor);

    /** Whether a principal is the administrator of the tenant that the operator of the server configured first. */
    boolean isOperator(TenantId tenant, @Nullable ObjectId principal);
}
