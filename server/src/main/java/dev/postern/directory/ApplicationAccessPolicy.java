package dev.postern.directory;

import dev.postern.access.AccessPolicy;
import dev.postern.access.AccessRight;
import dev.postern.access.AppSelector;
import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An application access policy with what its cmdlets show of it.
 *
 * @param scopeName the scope's display name when the policy was made, for a scope that no longer exists
 * @param scopeIdentity the scope's name when the policy was made
 * @param description null when none was given; the cmdlets then show a generated one
 */
public record ApplicationAccessPolicy(
        PolicyId id,
        AppSelector app,
        AccessRight right,
        ObjectId scope,
        String scopeSid,
        String scopeName,
        String scopeIdentity,
        @Nullable String description,
        Instant createdAt) {
    /** The part that decisions use. */
    public AccessPolicy decided() {
        return new AccessPolicy(id, app, right, scope);
    }

    /** As cmdlets print it: {@code organisation\\appId:sid;scope}. It does not contain the right. */
    public String identity(Tenant tenant) {
        return tenant.id() + "\\" + app + ":" + rawScope();
    }

    public String rawScope() {
        return scopeSid + ";" + scope;
    }
}
