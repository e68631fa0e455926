package dev.postern.graph.setting;

import dev.postern.gate.SettingsReader;
import dev.postern.gate.SettingsWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.model.Selection;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.setting.MailboxSettings;
import java.time.InstantSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and changes {@code mailboxSettings}. */
record SettingOperations(InstantSource clock) {
    Response get(SettingsReader mailbox, GraphRequest request) {
        QueryOptions query = request.query(
                QueryTarget.one(SettingInput.type(request), Family.OUTLOOK).without("expand"));
        Selection selection = query.view().selection();
        ObjectNode content = Json.object();
        content.put("@odata.context", request.context(name(mailbox) + selection.contextSuffix()));
        view(mailbox, mailbox.state()).properties().stream()
                .filter(one -> selection.isDefault() || selection.names(one.getKey()))
                .forEach(one -> content.set(one.getKey(), one.getValue()));
        return GraphAnswer.ok(content, request.metadata(query));
    }

    /** One property: a complex value as an object, the others under {@code value}. */
    Response property(SettingsReader mailbox, GraphRequest request) {
        String name = request.row().segments().getLast();
        JsonNode value = view(mailbox, mailbox.state()).path(name);
        ObjectNode content = Json.object();
        content.put("@odata.context", request.context(name(mailbox) + "/" + name));
        if (value instanceof ObjectNode complex) {
            content.setAll(complex);
        } else {
            content.set("value", value);
        }
        return GraphAnswer.ok(content, request.metadata());
    }

    /** Merges the body into the settings. The response contains the properties of the body, complete. */
    Response update(SettingsWriter mailbox, GraphRequest request) {
        SettingInput input = SettingInput.read(request, clock.instant());
        MailboxSettings.State after = input.isEmpty() ? mailbox.state() : mailbox.change(input::apply);
        ObjectNode content = Json.object();
        content.put("@odata.context", request.context(name(mailbox)));
        ObjectNode view = view(mailbox, after);
        view.properties().stream()
                .filter(one -> input.has(one.getKey()))
                .forEach(one -> content.set(one.getKey(), one.getValue()));
        return GraphAnswer.ok(content, request.metadata());
    }

    private ObjectNode view(SettingsReader mailbox, MailboxSettings.State state) {
        return new SettingView(mailbox.id(), mailbox.owner(), clock.instant()).of(state);
    }

    private static String name(SettingsReader mailbox) {
        return "users('" + mailbox.ownerId() + "')/mailboxSettings";
    }
}
