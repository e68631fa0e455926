package dev.postern.workflow.template;

/** Where a template is deployed; {@code resourceGroup()}, {@code subscription()} and {@code tenant()} describe it. */
public record DeploymentPlace(String tenant, String subscription, String group, String location) {
    String groupId() {
        return "/subscriptions/" + subscription + "/resourceGroups/" + group;
    }
}
