package dev.postern.console.application;

import static dev.postern.console.page.Rows.text;

import dev.postern.console.call.Answer;
import dev.postern.console.call.EdgeCalls;
import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.Rows;
import dev.postern.console.page.Visit;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Confines a new application to one mailbox, as {@code ./postern app create --only-to} does: a mail-enabled security group whose only member is
 * the mailbox, which applications for the same mailbox share, and a RestrictAccess policy.
 */
final class Confinement {
    /** The notes by which {@code app delete} knows that it may remove the group. */
    static final String MADE = "Made by postern app create --only-to.";

    private static final int MAX_ALIAS = 40;

    private final Visit visit;
    private final String address;
    private final String mailboxId;
    private final String group;
    private boolean groupMade;
    private String policy = "";

    /** What is wrong with the wish, before anything is made. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }

        String said() {
            return String.valueOf(getMessage());
        }
    }

    /** Finds the mailbox, and refuses what would let a new application reach other mailboxes. Changes nothing. */
    Confinement(Visit visit, String mailbox) {
        this.visit = visit;
        if (mailbox.contains("*")) {
            throw new Refused("'" + mailbox + "' may mean several mailboxes.");
        }
        JsonNode found = mailbox(visit, mailbox);
        String alias = text(found, "Alias");
        this.mailboxId = text(found, "ExternalDirectoryObjectId");
        this.address = text(found, "PrimarySmtpAddress");
        this.group = "only-to-"
                + (alias.length() > MAX_ALIAS
                        ? alias.substring(0, MAX_ALIAS) + "-" + mailboxId.split("-", 2)[0]
                        : alias);
        for (JsonNode one : rows("Get-ApplicationAccessPolicy", Map.of())) {
            if (text(one, "AppId").equals("*")) {
                throw new Refused("The policy " + text(one, "Identity")
                        + " is about every application, so it cannot be told what a new one reaches. Create the"
                        + " application without permissions, then its policy, then its permissions.");
            }
        }
        existing();
    }

    private static JsonNode mailbox(Visit visit, String mailbox) {
        try {
            return visit.calls()
                    .cmdlet("Get-Mailbox", Map.of("Identity", mailbox))
                    .values()
                    .getFirst();
        } catch (EdgeRefusal e) {
            if (e.status() >= 500) {
                throw e;
            }
            throw new Refused("There is no mailbox '" + mailbox + "'.");
        }
    }

    String address() {
        return address;
    }

    String group() {
        return group;
    }

    /** Returns whether the group exists; refuses one with other members. */
    private boolean existing() {
        List<JsonNode> groups =
                rows("Get-DistributionGroup", Map.of("Filter", "Name -eq '" + group.replace("'", "''") + "'"));
        if (groups.isEmpty()) {
            return false;
        }
        List<String> members = rows("Get-DistributionGroupMember", Map.of("Identity", group)).stream()
                .map(member -> text(member, "PrimarySmtpAddress"))
                .toList();
        if (!text(groups.getFirst(), "GroupType").contains("SecurityEnabled") || !members.equals(List.of(address))) {
            throw new Refused("The group " + group
                    + " exists, but is no mail-enabled security group whose only member is " + address + ".");
        }
        return true;
    }

    private List<JsonNode> rows(String cmdlet, Map<String, ?> parameters) {
        return visit.calls().cmdlet(cmdlet, parameters).values();
    }

    /** Makes the policy, and the group unless it exists. */
    void make(String appId) {
        if (!existing()) {
            visit.calls()
                    .cmdlet(
                            "New-DistributionGroup",
                            Map.of("Name", group, "Type", "Security", "Notes", MADE, "Members", List.of(address)));
            groupMade = true;
        }
        Answer made = visit.calls()
                .cmdlet(
                        "New-ApplicationAccessPolicy",
                        Map.of(
                                "AccessRight",
                                "RestrictAccess",
                                "PolicyScopeGroupId",
                                group,
                                "Description",
                                "Only " + address,
                                "AppId",
                                List.of(appId)));
        policy = text(made.values().getFirst(), "Guid");
    }

    /** Refuses an application that reaches another mailbox, now that it has its permissions. */
    void check(String appId, boolean reaches) {
        List<JsonNode> rows = visit.calls()
                .management("/access?$top=1000&app=" + EdgeCalls.encode(appId))
                .values();
        if (rows.stream().anyMatch(row -> !Rows.text(row, "mailboxId").equals(mailboxId))) {
            throw new Refused("The application would also reach other mailboxes. It is removed again.");
        }
        if (reaches && rows.isEmpty()) {
            throw new Refused("The application would not reach " + address + ". It is removed again.");
        }
    }

    /** Removes what was made. The application must be gone before: without its policy it would reach more. */
    void remove() {
        if (!policy.isEmpty()) {
            visit.calls().cmdlet("Remove-ApplicationAccessPolicy", Map.of("Identity", policy));
        }
        if (groupMade) {
            visit.calls().cmdlet("Remove-DistributionGroup", Map.of("Identity", group));
        }
    }
}
