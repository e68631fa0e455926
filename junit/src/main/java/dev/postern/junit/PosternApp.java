package dev.postern.junit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** An application with a client secret. Thread-safe. */
public final class PosternApp {
    static final String GRAPH = "https://graph.microsoft.com/.default";

    private final PosternServer server;
    private final AdministratorAccount account;
    private final AdministratorClient administrator;
    private final TenantClient client;
    private final String name;
    private final String appId;
    private final String objectId;
    private final String clientSecret;

    PosternApp(
            PosternServer server,
            AdministratorAccount account,
            AdministratorClient administrator,
            String name,
            String appId,
            String objectId,
            String clientSecret) {
        this.server = server;
        this.account = account;
        this.administrator = administrator;
        this.client = new TenantClient(account, appId, clientSecret);
        this.name = name;
        this.appId = appId;
        this.objectId = objectId;
        this.clientSecret = clientSecret;
    }

    /**
     * Confines the application to mailboxes with an application access policy, as an administrator would: with a mail-enabled security group
     * as its scope. Called again, the policies add up.
     *
     * @return this application
     */
    public PosternApp onlyTo(PosternMailbox first, PosternMailbox... more) {
        String group = "scope-" + UUID.randomUUID();
        String address = group + "@" + account.domain();
        administrator.cmdlet(
                "New-DistributionGroup", Map.of("Name", group, "Type", "Security", "PrimarySmtpAddress", address));
        addMember(address, first);
        for (PosternMailbox mailbox : more) {
            addMember(address, mailbox);
        }
        administrator.cmdlet(
                "New-ApplicationAccessPolicy",
                Map.of("AppId", appId, "PolicyScopeGroupId", address, "AccessRight", "RestrictAccess"));
        return this;
    }

    private void addMember(String group, PosternMailbox mailbox) {
        administrator.cmdlet("Add-DistributionGroupMember", Map.of("Identity", group, "Member", mailbox.address()));
    }

    public PosternServer server() {
        return server;
    }

    public String tenantId() {
        return account.tenantId();
    }

    public String name() {
        return name;
    }

    /** The client id: what token requests and policies name. */
    public String appId() {
        return appId;
    }

    /** The object id of the service principal: what grants name. */
    public String objectId() {
        return objectId;
    }

    public String clientSecret() {
        return clientSecret;
    }

    /** Returns an access token for Microsoft Graph, for a request that the test makes itself. */
    public String token() {
        return client.token(GRAPH);
    }

    /** The environment variables that configure a program with this application, for a program in a process of its own. */
    public Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AZURE_TENANT_ID", tenantId());
        variables.put("AZURE_CLIENT_ID", appId);
        variables.put("AZURE_CLIENT_SECRET", clientSecret);
        variables.put("AZURE_AUTHORITY_HOST", server.tlsAddress().toString());
        variables.put("NODE_EXTRA_CA_CERTS", server.caFile().toString());
        return variables;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return name + " (" + appId + ")";
    }
}
