package dev.postern.console.message;

import dev.postern.console.page.PosternLine;
import dev.postern.console.page.ShownCmdlet;
import dev.postern.console.page.Visit;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the console was granted for mail.
 *
 * @param mailboxes in words, such as {@code every mailbox}; empty if it has no permission
 * @param appId by which a policy names the console
 */
public record ConsoleGrant(List<String> mailboxes, String appId) {
    /** The command that lets the console read mail. */
    public static final String GRANT = PosternLine.of("app", "grant", "Postern console", MailCalls.PERMISSION)
            .command();

    public ConsoleGrant {
        mailboxes = List.copyOf(mailboxes);
    }

    static ConsoleGrant read(Visit visit) {
        List<JsonNode> apps = visit.calls()
                .management(
                        "/access/summary?app=" + visit.session().principal() + "&permission=" + MailCalls.PERMISSION)
                .values();
        if (apps.isEmpty()) {
            return new ConsoleGrant(List.of(), appId(visit));
        }
        JsonNode app = apps.getFirst();
        return new ConsoleGrant(
                app.path("rules")
                        .valueStream()
                        .map(rule -> rule.path("mailboxes").asString(""))
                        .distinct()
                        .toList(),
                app.path("appId").asString(""));
    }

    private static String appId(Visit visit) {
        return visit.calls()
                .graph("/servicePrincipals/" + visit.session().principal() + "?$select=appId")
                .json()
                .path("appId")
                .asString("");
    }

    public boolean isMissing() {
        return mailboxes.isEmpty();
    }

    /** The command that confines the console to one mailbox or to the members of one group. */
    public String confinement() {
        return ShownCmdlet.of("New-ApplicationAccessPolicy")
                .with("AccessRight", "RestrictAccess")
                .with("AppId", appId)
                .with("PolicyScopeGroupId", "GROUP")
                .command();
    }
}
