package dev.postern.directory;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Estimates the bytes of memory that a part of the directory needs with its index entries. The estimate depends on the value alone, so what
 * is added for an object is subtracted when it is removed.
 */
final class FactWeight {
    static final long MEMBERSHIP = 120;
    static final long ASSIGNMENT = 400;
    /** With a description of the usual length. */
    static final long POLICY = 1_000;
    /** With a filter of the usual length. */
    static final long ROLE = 2_000;

    private static final long OBJECT = 400;
    private static final long ENTRY = 64;
    private static final long CREDENTIAL = 200;
    private static final int CHARACTER = 2;

    private FactWeight() {}

    static long of(DirectoryObject object) {
        return OBJECT
                + switch (object) {
                    case User user ->
                        text(user.displayName())
                                + text(user.userPrincipalName())
                                + recipient(user.recipient())
                                + profile(user.profile());
                    case Group group ->
                        text(group.displayName())
                                + text(group.mailNickname())
                                + recipient(group.recipient())
                                + ENTRY * group.owners().size()
                                + profile(group.profile());
                    case AdministrativeUnit unit -> text(unit.displayName()) + profile(unit.profile());
                    case Application application ->
                        text(application.displayName())
                                + texts(application.identifierUris())
                                + roles(application.appRoles())
                                + credentials(application.credentials())
                                + ENTRY * application.owners().size()
                                + profile(application.profile());
                    case ServicePrincipal principal ->
                        text(principal.displayName())
                                + texts(principal.servicePrincipalNames())
                                + texts(principal.alternativeNames())
                                + roles(principal.appRoles())
                                + credentials(principal.credentials())
                                + ENTRY * principal.owners().size()
                                + profile(principal.profile());
                };
    }

    private static long text(@Nullable String text) {
        return text == null ? 0 : (long) CHARACTER * text.length();
    }

    private static long texts(Collection<String> texts) {
        long weight = 0;
        for (String text : texts) {
            weight += ENTRY + text(text);
        }
        return weight;
    }

    private static long recipient(@Nullable Recipient recipient) {
        if (recipient == null) {
            return 0;
        }
        long weight = OBJECT + text(recipient.name()) + text(recipient.alias()) + text(recipient.primaryAddress());
        for (Map.Entry<String, String> attribute : recipient.attributes().entrySet()) {
            weight += ENTRY + text(attribute.getValue());
        }
        return weight + texts(recipient.otherAddresses());
    }

    private static long roles(Collection<AppRole> roles) {
        long weight = 0;
        for (AppRole role : roles) {
            weight += CREDENTIAL
                    + text(role.value())
                    + text(role.displayName())
                    + text(role.description())
                    + texts(role.allowedMemberTypes());
        }
        return weight;
    }

    private static long credentials(Credentials credentials) {
        long weight = CREDENTIAL * credentials.passwords().size();
        for (PasswordCredential password : credentials.passwords()) {
            weight += text(password.displayName());
        }
        for (KeyCredential key : credentials.keys()) {
            weight += CREDENTIAL + text(key.displayName()) + key.certificate().length;
        }
        for (FederatedCredential one : credentials.federated()) {
            weight += CREDENTIAL
                    + text(one.name())
                    + text(one.issuer())
                    + text(one.subject())
                    + text(one.description())
                    + texts(one.audiences());
        }
        return weight;
    }

    private static long profile(Map<String, JsonNode> profile) {
        long weight = 0;
        for (JsonNode value : profile.values()) {
            weight += ENTRY + json(value);
        }
        return weight;
    }

    /** The depth is that of a request body, which is bounded. */
    private static long json(JsonNode value) {
        long weight = ENTRY + (value.isString() ? text(value.stringValue()) : 0);
        for (JsonNode inner : value.values()) {
            weight += json(inner);
        }
        if (value.isObject()) {
            for (String name : value.propertyNames()) {
                weight += text(name);
            }
        }
        return weight;
    }
}
