package dev.postern.junit;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls the server as the administrator of one tenant. Thread-safe. */
final class AdministratorClient {
    private static final String MANAGEMENT = "https://management.azure.com/.default";
    private static final String EXCHANGE = "https://outlook.office365.com/.default";

    private final AdministratorAccount account;
    private final TenantClient client;

    AdministratorClient(AdministratorAccount account) {
        this.account = account;
        this.client = new TenantClient(account, account.clientId(), account.clientSecret());
    }

    /** Calls an endpoint under {@code /postern}. */
    JsonNode send(String method, String path, @Nullable String body) {
        return client.send(MANAGEMENT, method, path, body);
    }

    /** Runs a cmdlet and returns its rows. */
    List<JsonNode> cmdlet(String name, Map<String, String> parameters) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        ObjectNode given = body.putObject("CmdletInput").put("CmdletName", name).putObject("Parameters");
        parameters.forEach(given::put);
        String path = "/adminapi/beta/" + account.tenantId() + "/InvokeCommand";
        return client.send(EXCHANGE, "POST", path, body.toString())
                .path("value")
                .valueStream()
                .toList();
    }
}
