package dev.postern.workflow.action;

import dev.postern.query.Folding;
import dev.postern.workflow.definition.Secured;
import dev.postern.workflow.definition.Status;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what all types of actions have in common. */
record ActionSettingsReader(ActionSource source, JsonNode staticResults) {
    private static final Set<String> CONFIGURATION =
            Set.of("secureData", "staticResult", "concurrency", "contentTransfer");

    ActionSettings read(boolean until) {
        JsonNode configuration = source.json().path("runtimeConfiguration");
        source.known(configuration, "runtimeConfiguration", CONFIGURATION);
        if (configuration.has("concurrency") && !isForeach()) {
            throw source.invalid("the member 'runtimeConfiguration.concurrency' is only supported for 'Foreach'");
        }
        String transfer =
                configuration.path("contentTransfer").path("transferMode").asString("Chunked");
        source.known(configuration.path("contentTransfer"), "contentTransfer", Set.of("transferMode"));
        if (!transfer.equalsIgnoreCase("Chunked")) {
            throw source.invalid("the transfer mode '" + transfer + "' is not supported by Postern");
        }
        JsonNode limit = source.json().path("limit");
        if (!until) {
            source.known(limit, "limit", Set.of("timeout"));
        }
        JsonNode tracked = source.json().path("trackedProperties");
        return new ActionSettings(
                options(source),
                Secured.parts(source.source(), "actions", source.name(), configuration.path("secureData")),
                until ? null : source.duration(limit.path("timeout"), "limit.timeout"),
                tracked.isObject() && !tracked.isEmpty() ? source.template(tracked) : null,
                staticResult(configuration.path("staticResult")));
    }

    private boolean isForeach() {
        return source.json().path("type").asString("").equalsIgnoreCase("Foreach");
    }

    static Set<ActionSettings.Option> options(ActionSource source) {
        Set<ActionSettings.Option> options = EnumSet.noneOf(ActionSettings.Option.class);
        for (String word : source.json().path("operationOptions").asString("").split(",")) {
            String wanted = word.strip();
            if (!wanted.isEmpty()) {
                options.add(option(source, wanted));
            }
        }
        return options;
    }

    private static ActionSettings.Option option(ActionSource source, String wanted) {
        for (ActionSettings.Option option : ActionSettings.Option.values()) {
            if (option.text().equalsIgnoreCase(wanted)) {
                String type = source.json().path("type").asString("");
                if (!suits(option, type)) {
                    throw source.invalid("the operation option '" + option.text()
                            + "' is not supported for actions of type '" + type + "'");
                }
                return option;
            }
        }
        throw source.invalid("the operation option '" + wanted + "' is not supported by Postern");
    }

    private static boolean suits(ActionSettings.Option option, String type) {
        return switch (option) {
            case SEQUENTIAL -> type.equalsIgnoreCase("Foreach");
            case DISABLE_ASYNC_PATTERN, SUPPRESS_WORKFLOW_HEADERS, DISABLE_AUTOMATIC_DECOMPRESSION ->
                Set.of("http", "httpwebhook", "apiconnection", "workflow").contains(Folding.lower(type));
        };
    }

    private @Nullable StaticResult staticResult(JsonNode configuration) {
        source.known(configuration, "staticResult", Set.of("name", "staticResultOptions"));
        if (!configuration.path("staticResultOptions").asString("").equalsIgnoreCase("Enabled")) {
            return null;
        }
        String name = configuration.path("name").asString("");
        JsonNode result = staticResults.path(name);
        if (!result.isObject()) {
            throw source.invalid("the static result '" + name + "' is not defined in the template");
        }
        source.known(result, "staticResults." + name, Set.of("status", "outputs", "code", "error"));
        String status = result.path("status").asString("Succeeded");
        return new StaticResult(
                Status.named(status)
                        .filter(Status::done)
                        .orElseThrow(() -> source.invalid(
                                "the status '" + status + "' of static result '" + name + "' is not a final status")),
                result.hasNonNull("code") ? result.path("code").asString("") : null,
                result.hasNonNull("error") ? result.path("error") : null,
                result.hasNonNull("outputs") ? result.path("outputs") : null);
    }
}
