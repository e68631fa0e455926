package dev.postern.exchange;

import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.MailRecipient;

/** The identity and the output of an application access policy. */
final class PolicyText {
    private PolicyText() {}

    /** Returns the description, or the one that Exchange generates, which is long and counts against the size limit. */
    static String description(ApplicationAccessPolicy policy) {
        String given = policy.description();
        return given == null
                ? "AppId: " + policy.app() + "; ScopeIdentitySid: " + policy.scopeSid() + "; ScopeIdentityOid: "
                        + policy.scope() + "; AccessRight: " + policy.right().text() + "; ShardType: All"
                : given;
    }

    /** A policy is shown as valid while its scope exists and is a security principal. */
    static CmdletRow row(DirectorySnapshot directory, ApplicationAccessPolicy policy) {
        MailRecipient scope = MailRecipient.of(directory.find(policy.scope()));
        boolean valid = scope != null && scope.recipient().type().kind().isSecurityPrincipal();
        String identity = policy.identity(directory.tenant());
        return new CmdletRow(
                identity + " " + policy.id(),
                () -> new OutputProperties()
                        .text("ScopeName", scope == null ? policy.scopeName() : scope.displayName())
                        .text(
                                "ScopeIdentity",
                                scope == null
                                        ? policy.scopeIdentity()
                                        : scope.recipient().name())
                        .text("Identity", identity)
                        .text("AppId", policy.app().toString())
                        .text("ScopeIdentityRaw", policy.rawScope())
                        .text("Description", description(policy))
                        .text("AccessRight", policy.right().text())
                        .text("ShardType", "All")
                        .flag("IsValid", valid)
                        .text("ObjectState", "Unchanged")
                        .guid("Guid", policy.id().value())
                        .node());
    }
}
