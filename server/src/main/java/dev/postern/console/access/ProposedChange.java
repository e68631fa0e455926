package dev.postern.console.access;

import dev.postern.console.page.FormFields;
import dev.postern.console.page.QueryText;
import dev.postern.http.BadRequest;
import dev.postern.http.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;

/** Cmdlets that change access, in their order. In forms and links each has a number: {@code 1.cmdlet}, {@code 1.Identity}. */
record ProposedChange(List<ProposedCmdlet> cmdlets) {
    private static final int MAX_CMDLETS = 20;
    private static final int MAX_VALUE_LENGTH = 2_000;
    private static final String CMDLET = ".cmdlet";

    ProposedChange {
        cmdlets = List.copyOf(cmdlets);
    }

    /** Reads commands that the server suggests; empty if the console does not run one of them. */
    static Optional<ProposedChange> read(List<String> commands) {
        List<ProposedCmdlet> cmdlets = commands.stream()
                .flatMap(command -> ProposedCmdlet.read(command).stream())
                .toList();
        return cmdlets.isEmpty() || cmdlets.size() != commands.size() || cmdlets.size() > MAX_CMDLETS
                ? Optional.empty()
                : Optional.of(new ProposedChange(cmdlets));
    }

    /** @throws BadRequest if a cmdlet or parameter is not one that changes access */
    static ProposedChange of(FormFields fields) {
        List<ProposedCmdlet> cmdlets = new ArrayList<>();
        for (int number = 1; fields.flag(number + CMDLET); number++) {
            String name = fields.text(number + CMDLET);
            if (number > MAX_CMDLETS) {
                throw new BadRequest("A change has at most " + MAX_CMDLETS + " cmdlets.");
            }
            cmdlets.add(ProposedCmdlet.of(name, values(fields, number + "."))
                    .orElseThrow(() -> new BadRequest("The console runs only cmdlets that change access, with"
                            + " parameters that it knows. Use ./postern for " + name + ".")));
        }
        if (cmdlets.isEmpty()) {
            throw new BadRequest("The form names no cmdlet.");
        }
        return new ProposedChange(cmdlets);
    }

    private static Map<String, String> values(FormFields fields, String prefix) {
        var values = new LinkedHashMap<String, String>();
        for (String field : fields.values().keySet()) {
            String value = String.join(",", fields.all(field));
            if (field.startsWith(prefix) && !field.equals(prefix + CMDLET.substring(1)) && !value.isEmpty()) {
                if (value.length() > MAX_VALUE_LENGTH) {
                    throw new BadRequest("The value of " + field.substring(prefix.length()) + " is too long.");
                }
                values.put(field.substring(prefix.length()), value);
            }
        }
        return values;
    }

    /** The hidden fields of a form, or the parameters of a link. */
    Map<String, String> fields() {
        var fields = new LinkedHashMap<String, String>();
        for (int at = 0; at < cmdlets.size(); at++) {
            String number = String.valueOf(at + 1);
            fields.put(number + CMDLET, cmdlets.get(at).name());
            cmdlets.get(at).values().forEach((parameter, value) -> fields.put(number + "." + parameter, value));
        }
        return fields;
    }

    /** The body of a plan. */
    ArrayNode plan() {
        ArrayNode plan = Json.array();
        cmdlets.forEach(one -> plan.addObject().put("cmdlet", one.name()).set("parameters", one.parameters()));
        return plan;
    }

    String command() {
        return String.join("\n", cmdlets.stream().map(ProposedCmdlet::command).toList());
    }

    /** The page that shows what the change would do. */
    String path(Asked asked) {
        return path(ChangePage.PATH, asked);
    }

    /** A page that gets the change as its query. */
    String path(String page, Asked asked) {
        QueryText query = new QueryText();
        fields().forEach(query::with);
        return page + asked.onto(query);
    }
}
