package dev.postern.workflow.action;

import dev.postern.workflow.definition.CallShape;
import dev.postern.workflow.definition.InvalidTemplate;
import dev.postern.workflow.definition.IsoDuration;
import dev.postern.workflow.definition.Source;
import dev.postern.workflow.expression.BadExpression;
import dev.postern.workflow.expression.Condition;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.Template;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The text of one action while it is read.
 *
 * @param pointer its position in the definition
 */
record ActionSource(Source source, String name, JsonNode json, String pointer, Place place, ActionReader reader) {
    private static final Set<String> COMMON = Set.of(
            "type",
            "runAfter",
            "inputs",
            "operationOptions",
            "runtimeConfiguration",
            "trackedProperties",
            "limit",
            "metadata",
            "description");

    /**
     * Where an action is.
     *
     * @param depth 0 for the actions of the definition itself
     */
    record Place(int depth, boolean loop) {
        static final Place TOP = new Place(0, false);
    }

    JsonNode inputs() {
        return json.path("inputs");
    }

    boolean inLoop() {
        return place.loop();
    }

    boolean isNested() {
        return place.depth() > 0;
    }

    InvalidTemplate invalid(String reason) {
        return source.invalid("actions", name, pointer, reason);
    }

    /** Refuses members that neither all actions nor this type has. */
    void members(String... own) {
        var known = new HashSet<>(COMMON);
        known.addAll(List.of(own));
        source.members("actions", name, json, known);
    }

    /** Refuses unknown members of an object; a missing one is allowed. */
    void known(JsonNode object, String member, Set<String> known) {
        if (object.isMissingNode() || object.isNull()) {
            return;
        }
        if (!object.isObject()) {
            throw invalid("the member '" + member + "' must be an object");
        }
        for (String each : object.propertyNames()) {
            if (!known.contains(each)) {
                String of = member.equals("inputs") ? "the input '" : "the member '" + member + ".";
                throw invalid(of + each + "' is not supported by Postern");
            }
        }
    }

    void required(JsonNode object, String member, String required) {
        if (!object.hasNonNull(required)) {
            throw invalid(
                    member.equals("inputs")
                            ? "the input '" + required + "' is missing"
                            : "the member '" + member + "." + required + "' is missing");
        }
    }

    void call(JsonNode call, String member) {
        try {
            CallShape.check(call, member);
        } catch (CallShape.NotValid e) {
            throw invalid(withoutStop(e));
        }
    }

    void retry(JsonNode policy) {
        try {
            CallShape.retry(policy);
        } catch (CallShape.NotValid e) {
            throw invalid(withoutStop(e));
        }
    }

    static boolean plain(JsonNode value) {
        return CallShape.isPlain(value);
    }

    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** Returns a text that must not be an expression. */
    String constant(JsonNode object, String member) {
        String text = object.path(member).asString("");
        if (text.isEmpty()) {
            throw invalid("the member '" + member + "' is missing");
        }
        if (text.startsWith("@") || text.contains("@{")) {
            throw invalid("the member '" + member + "' must not be an expression");
        }
        return text;
    }

    /** Reads the members of an action that changes a variable; returns the variable's name. */
    String variable() {
        members();
        known(inputs(), "inputs", Set.of("name", "value"));
        if (!inputs().isObject()) {
            throw invalid("the member 'inputs' must be an object");
        }
        return constant(inputs(), "name");
    }

    JsonNode only(JsonNode object, String member) {
        ObjectNode only = JsonValues.object();
        only.set(member, object.path(member));
        return only;
    }

    Template template(JsonNode value) {
        try {
            return Template.of(value.isMissingNode() ? JsonValues.nothing() : value);
        } catch (BadExpression e) {
            throw invalid(withoutStop(e));
        }
    }

    Condition condition(JsonNode value) {
        try {
            return Condition.of(value);
        } catch (BadExpression e) {
            throw invalid(withoutStop(e));
        }
    }

    private static String withoutStop(RuntimeException e) {
        String text = String.valueOf(e.getMessage());
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    boolean hasOption(ActionSettings.Option option) {
        return ActionSettingsReader.options(this).contains(option);
    }

    Actions actions(JsonNode owner, String below) {
        return reader.nested(
                owner.path("actions"), pointer + below + "/actions", new Place(place.depth() + 1, place.loop()));
    }

    Actions loop(JsonNode owner, String below) {
        return reader.nested(owner.path("actions"), pointer + below + "/actions", new Place(place.depth() + 1, true));
    }

    @Nullable
    Duration duration(JsonNode value, String member) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        String text = value.asString("");
        Optional<Duration> duration = IsoDuration.parse(text);
        if (duration.isPresent()) {
            return duration.get();
        }
        throw invalid(
                "the value '" + text + "' of '" + member + "' must be a duration such as 'PT10M', at most a year");
    }
}
