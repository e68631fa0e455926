package dev.postern.exchange;

import dev.postern.directory.MailRecipient;
import dev.postern.directory.User;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Set-User: the properties of a person that filters of recipients use. */
final class UserCmdlets {
    private static final int MAX_LENGTH = 128;
    /** Parameters, and the names of the same properties on Graph. */
    private static final Map<String, String> ON_GRAPH = Map.of(
            "FirstName", "givenName",
            "LastName", "surname",
            "Title", "jobTitle",
            "Department", "department",
            "Company", "companyName",
            "Office", "officeLocation",
            "City", "city",
            "StateOrProvince", "state",
            "CountryOrRegion", "country");

    private UserCmdlets() {}

    static List<CmdletRow> set(WritingInvocation call) {
        CmdletArguments arguments = call.arguments();
        call.change(draft -> {
            MailRecipient found = RecipientIdentity.one(
                    draft.before(), arguments.required("Identity"), one -> one.object() instanceof User);
            User user = (User) found.object();
            Map<String, JsonNode> profile = new HashMap<>(user.profile());
            ON_GRAPH.forEach((parameter, property) -> {
                if (arguments.has(parameter)) {
                    String value = arguments.text(parameter);
                    if (value == null || value.isEmpty()) {
                        profile.remove(property);
                    } else {
                        profile.put(property, StringNode.valueOf(Checks.text(parameter, value, MAX_LENGTH)));
                    }
                }
            });
            draft.put(new User(
                    user.id(),
                    user.createdAt(),
                    Checks.displayName(OptionalTexts.or(arguments, "DisplayName", user.displayName())),
                    user.userPrincipalName(),
                    user.accountEnabled(),
                    user.recipient(),
                    user.mailbox(),
                    profile));
            return true;
        });
        return List.of();
    }
}
