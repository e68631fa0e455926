package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletTable;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Confines an application to one mailbox, for {@code --only-to}: a mail-enabled security group whose only member is the mailbox, and a
 * RestrictAccess policy. Applications that are confined to the same mailbox share the group.
 */
final class AppConfinement {
    /** The notes of a group by which it is known to be made here, so that {@code app delete} may remove it. */
    static final String MADE = "Made by postern app create --only-to.";

    private static final int MAX_ALIAS = 40;
    private static final int ROWS = 1_000;

    private final Server server;
    private final Consumer<String> warn;

    AppConfinement(Server server, Consumer<String> warn) {
        this.server = server;
        this.warn = warn;
    }

    /** The mailbox, which exists, and the name of its group. */
    record Target(String address, String mailboxId, String group) {}

    /** What was made for an application. */
    record Made(String policy, Optional<String> group) {}

    /** Finds the mailbox, and refuses what would let a new application reach other mailboxes. Changes nothing. */
    Target prepare(String mailbox) {
        if (mailbox.contains("*")) {
            throw CliFailure.failed("'" + mailbox + "' may mean several mailboxes. Nothing was created.");
        }
        JsonNode found;
        try {
            found = cmdlet("Get-Mailbox", object().put("Identity", mailbox)).getFirst();
        } catch (CliFailure e) {
            throw e.isWithoutServer() ? e : CliFailure.failed(e.text() + " Nothing was created.");
        }
        String alias = found.path("Alias").asString("");
        String guid = found.path("ExternalDirectoryObjectId").asString("");
        String group = "only-to-"
                + (alias.length() > MAX_ALIAS ? alias.substring(0, MAX_ALIAS) + "-" + guid.split("-", 2)[0] : alias);
        Target target = new Target(found.path("PrimarySmtpAddress").asString(""), guid, group);
        for (JsonNode policy : cmdlet("Get-ApplicationAccessPolicy", object())) {
            if (policy.path("AppId").asString("").equals("*")) {
                throw CliFailure.failed("The policy " + policy.path("Identity").asString("")
                        + " is about every application, so --only-to cannot tell what a new one reaches."
                        + " Nothing was created. Create the application without permissions, then its policy,"
                        + " then its permissions.");
            }
        }
        existing(target);
        return target;
    }

    /** Returns whether the group exists; refuses one with other members. */
    private boolean existing(Target target) {
        List<JsonNode> groups = cmdlet(
                "Get-DistributionGroup",
                object().put("Filter", "Name -eq '" + target.group().replace("'", "''") + "'"));
        if (groups.isEmpty()) {
            return false;
        }
        List<String> members = cmdlet("Get-DistributionGroupMember", object().put("Identity", target.group())).stream()
                .map(member -> member.path("PrimarySmtpAddress").asString(""))
                .toList();
        if (!groups.getFirst().path("GroupType").asString("").contains("SecurityEnabled")
                || !members.equals(List.of(target.address()))) {
            throw CliFailure.failed(
                    "The group " + target.group() + " exists, but is no mail-enabled security group whose"
                            + " only member is " + target.address() + ". It has the members: "
                            + (members.isEmpty() ? "none" : String.join(", ", members)) + ". Nothing was created.");
        }
        return true;
    }

    /** Makes the policy, and the group unless it exists. */
    Made confine(String appId, Target target) {
        Optional<String> made = Optional.empty();
        if (!existing(target)) {
            ObjectNode group =
                    object().put("Name", target.group()).put("Type", "Security").put("Notes", MADE);
            group.putArray("Members").add(target.address());
            cmdlet("New-DistributionGroup", group);
            made = Optional.of(target.group());
        }
        try {
            ObjectNode policy = object().put("AccessRight", "RestrictAccess")
                    .put("PolicyScopeGroupId", target.group())
                    .put("Description", "Only " + target.address());
            policy.putArray("AppId").add(appId);
            JsonNode created = cmdlet("New-ApplicationAccessPolicy", policy).getFirst();
            return new Made(created.path("Guid").asString(""), made);
        } catch (CliFailure e) {
            made.ifPresent(this::removeGroup);
            throw e;
        }
    }

    /** Checks that an application reaches the mailbox and no other, now that it has its permissions. */
    void check(String appId, Target target, boolean reaches) {
        Answer answer = server.send(
                Audience.MANAGEMENT, "GET", "/postern/access?app=" + Server.encode(appId) + "&$top=" + ROWS, null);
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        JsonNode rows = answer.json().path("value");
        List<String> others = rows.valueStream()
                .filter(row -> !row.path("mailboxId").asString("").equals(target.mailboxId()))
                .map(row -> row.path("mailbox").asString(""))
                .distinct()
                .toList();
        if (!others.isEmpty()) {
            throw CliFailure.failed("The application would also reach "
                    + String.join(", ", others.subList(0, Math.min(3, others.size())))
                    + (others.size() > 3 ? " and others" : "") + ". It is removed again.");
        }
        if (reaches && rows.isEmpty()) {
            throw CliFailure.failed("The application would not reach " + target.address() + ". It is removed again.");
        }
    }

    void remove(Made made) {
        removed("Remove-ApplicationAccessPolicy", made.policy());
        made.group().ifPresent(this::removeGroup);
    }

    void removeGroup(String name) {
        removed("Remove-DistributionGroup", name);
    }

    /** Without warnings: what is removed concerned only an application that is gone. */
    void removed(String name, String identity) {
        Cmdlet cmdlet = CmdletTable.exchange().find(name).orElseThrow();
        ExchangeCmdlet.run(server, cmdlet, object().put("Identity", identity), _ -> {});
    }

    List<JsonNode> cmdlet(String name, ObjectNode parameters) {
        Cmdlet cmdlet = CmdletTable.exchange().find(name).orElseThrow();
        return ExchangeCmdlet.run(server, cmdlet, parameters, warn);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
