package dev.postern.workflow.identity;

import dev.postern.query.Folding;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The resource id of a user-assigned identity. */
public record IdentityPath(String subscription, String group, String name) {
    public static final String TYPE = "Microsoft.ManagedIdentity/userAssignedIdentities";

    private static final int MAX_LENGTH = 1_000;
    private static final Pattern ID = Pattern.compile(
            "/subscriptions/([^/]+)/resourceGroups/([^/]+)/providers/" + TYPE.replace(".", "\\.") + "/([^/]+)/?",
            Pattern.CASE_INSENSITIVE);

    /** Reads a resource id; empty if it is not one of an identity. */
    public static Optional<IdentityPath> parse(String text) {
        Matcher matcher = ID.matcher(text.length() > MAX_LENGTH ? "" : text);
        return matcher.matches()
                ? Optional.of(new IdentityPath(matcher.group(1), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    /** The id, with {@code resourcegroups} in lower case as Azure prints it for this type. */
    public String armId() {
        return "/subscriptions/" + subscription + "/resourcegroups/" + group + "/providers/" + TYPE + "/" + name;
    }

    /** Ids are compared in this form. */
    public String folded() {
        return Folding.lower(armId());
    }
}
