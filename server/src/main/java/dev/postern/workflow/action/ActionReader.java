package dev.postern.workflow.action;

import dev.postern.query.Folding;
import dev.postern.workflow.connector.Connections;
import dev.postern.workflow.definition.InvalidTemplate;
import dev.postern.workflow.definition.Source;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Reads actions with those inside them. What is not supported is refused by name. */
public final class ActionReader {
    private static final int MAX_ACTIONS = 500;
    private static final int MAX_DEPTH = 8;
    private static final Map<String, Function<ActionSource, ActionType>> TYPES = Map.ofEntries(
            Map.entry("apiconnection", Connector::read),
            Map.entry("appendtoarrayvariable", AppendToArrayVariable::read),
            Map.entry("appendtostringvariable", AppendToStringVariable::read),
            Map.entry("compose", Compose::read),
            Map.entry("decrementvariable", source -> CountVariable.read(source, true)),
            Map.entry("foreach", Foreach::read),
            Map.entry("http", Http::read),
            Map.entry("httpwebhook", HttpWebhook::read),
            Map.entry("if", If::read),
            Map.entry("incrementvariable", source -> CountVariable.read(source, false)),
            Map.entry("initializevariable", InitializeVariable::read),
            Map.entry("join", Join::read),
            Map.entry("parsejson", ParseJson::read),
            Map.entry("query", Query::read),
            Map.entry("response", Response::read),
            Map.entry("scope", Scope::read),
            Map.entry("select", Select::read),
            Map.entry("setvariable", SetVariable::read),
            Map.entry("switch", Switch::read),
            Map.entry("table", Table::read),
            Map.entry("terminate", Terminate::read),
            Map.entry("until", Until::read),
            Map.entry("wait", Wait::read),
            Map.entry("workflow", NestedWorkflow::read));

    private final Source source;
    private final JsonNode staticResults;
    private final Connections connections;
    private final Set<String> names = new HashSet<>();

    private ActionReader(Source source, JsonNode staticResults, Connections connections) {
        this.source = source;
        this.staticResults = staticResults;
        this.connections = connections;
    }

    /** Reads the section {@code actions}. */
    public static Actions read(Source source, Connections connections) {
        ActionReader reader = new ActionReader(source, source.definition().path("staticResults"), connections);
        return reader.nested(source.section("actions", MAX_ACTIONS), "/actions", ActionSource.Place.TOP);
    }

    Connections connections() {
        return connections;
    }

    Actions nested(JsonNode section, String pointer, ActionSource.Place place) {
        if (section.isMissingNode() || section.isNull()) {
            return Actions.NONE;
        }
        if (!section.isObject()) {
            throw new InvalidTemplate("The template property 'actions' must be an object", pointer);
        }
        if (place.depth() > MAX_DEPTH) {
            throw new InvalidTemplate(
                    "The actions are nested more deeply than the limit of '" + MAX_DEPTH + "' levels", pointer);
        }
        var actions = new LinkedHashMap<String, Action>();
        for (Map.Entry<String, JsonNode> entry : section.properties()) {
            String name = entry.getKey();
            source.checkName("actions", name);
            if (!names.add(Folding.lower(name))) {
                throw source.invalid("actions", name, pointer, "another action has the same name");
            }
            if (names.size() > MAX_ACTIONS) {
                throw new InvalidTemplate(
                        "The template has more than '" + MAX_ACTIONS + "' actions, which is the limit", pointer);
            }
            String own = pointer + "/" + ActionSource.escaped(name);
            actions.put(name, action(new ActionSource(source, name, entry.getValue(), own, place, this), section));
        }
        Actions read = new Actions(actions);
        RunAfter.checkOrder(source, read);
        return read;
    }

    private Action action(ActionSource action, JsonNode siblings) {
        String type = action.json().path("type").asString("");
        Function<ActionSource, ActionType> reader = TYPES.get(Folding.lower(type));
        if (reader == null) {
            throw action.invalid(
                    type.isEmpty()
                            ? "the member 'type' is missing"
                            : "the action type '" + type + "' is not supported by Postern");
        }
        ActionType read = reader.apply(action);
        return new Action(
                action.name(),
                read,
                RunAfter.read(action, siblings),
                new ActionSettingsReader(action, staticResults).read(read instanceof Until));
    }
}
