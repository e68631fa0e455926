package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code fault add}, {@code fault list} and {@code fault clear}: failures that a server in developer mode produces on request. */
final class FaultCommand {
    private static final String PATH = "/postern/dev/faults";
    private static final Map<String, String> TEXTS =
            Map.of("--path", "path", "--method", "method", "--tenant", "tenant", "--delay", "delay");
    private static final Map<String, String> NUMBERS =
            Map.of("--status", "status", "--retry-after", "retryAfter", "--times", "times", "--share", "share");

    private static final List<String> COLUMNS =
            List.of("id", "path", "method", "tenant", "status", "retryAfter", "delay", "share", "times", "hits");

    private FaultCommand() {}

    /** Returns the output. */
    static String run(Server server, List<String> arguments) {
        return switch (arguments.stream()
                .filter(word -> !word.startsWith("--"))
                .findFirst()
                .orElse("")) {
            case "list" -> list(server, arguments);
            case "clear" -> clear(server, arguments);
            default -> add(server, arguments);
        };
    }

    private static String add(Server server, List<String> arguments) {
        Options options = Options.of("fault add", arguments);
        options.words(1, 1);
        if (!options.has("--path")) {
            throw options.usage();
        }
        ObjectNode fault = JsonNodeFactory.instance.objectNode();
        TEXTS.forEach((option, member) -> options.one(option).ifPresent(value -> fault.put(member, value)));
        NUMBERS.forEach(
                (option, member) -> options.one(option).ifPresent(value -> number(fault, option, member, value)));
        JsonNode added = send(server, "POST", PATH, fault);
        return options.has("--json") ? Output.json(added) : Output.of(List.of(Output.pascal(added)), false);
    }

    private static void number(ObjectNode fault, String option, String member, String value) {
        boolean share = member.equals("share");
        if (!value.matches(share ? "[0-9]{0,3}(\\.[0-9]{1,9})?%?" : "[0-9]{1,9}") || value.isEmpty()) {
            throw CliFailure.usage("The value of " + option + " must be "
                    + (share ? "a share from 0 to 1, or from 0% to 100%" : "a whole number that is not negative")
                    + ", not '"
                    + value + "'.");
        }
        if (!share) {
            fault.put(member, Integer.parseInt(value));
        } else if (value.endsWith("%")) {
            fault.put(member, Double.parseDouble("0" + value.substring(0, value.length() - 1)) / 100);
        } else {
            fault.put(member, Double.parseDouble("0" + value));
        }
    }

    private static String list(Server server, List<String> arguments) {
        Options options = Options.of("fault list", arguments);
        options.words(1, 1);
        return present(server, options);
    }

    private static String present(Server server, Options options) {
        return RowOutput.ofCommand(
                send(server, "GET", PATH, null).path("value").valueStream().toList(), options, COLUMNS, false);
    }

    private static String clear(Server server, List<String> arguments) {
        Options options = Options.of("fault clear", arguments);
        List<String> words = options.words(1, 2);
        String tenant = options.one("--tenant").orElse("");
        if (words.size() == 2 && !tenant.isEmpty()) {
            throw options.usage();
        }
        String which = words.size() == 2
                ? "/" + Server.encode(words.get(1))
                : tenant.isEmpty() ? "" : "?tenant=" + Server.encode(tenant);
        send(server, "DELETE", PATH + which, null);
        return options.has("--json") ? present(server, options) : "";
    }

    private static JsonNode send(Server server, String method, String path, @Nullable JsonNode body) {
        Answer answer = server.send(Audience.MANAGEMENT, method, path, body);
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return answer.json();
    }
}
