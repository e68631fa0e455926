package dev.postern.junit;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    JsonObject send(String method, String path, @Nullable String body) {
        return client.send(MANAGEMENT, method, path, body);
    }

    /** Runs a cmdlet and returns its rows. */
    List<JsonObject> cmdlet(String name, Map<String, String> parameters) {
        JsonObject given = new JsonObject();
        parameters.forEach(given::addProperty);
        JsonObject input = new JsonObject();
        input.addProperty("CmdletName", name);
        input.add("Parameters", given);
        JsonObject body = new JsonObject();
        body.add("CmdletInput", input);
        String path = "/adminapi/beta/" + account.tenantId() + "/InvokeCommand";
        return JsonMembers.objects(client.send(EXCHANGE, "POST", path, body.toString()), "value");
    }
}
