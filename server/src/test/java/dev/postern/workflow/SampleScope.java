package dev.postern.workflow;

import dev.postern.workflow.expression.EvaluationScope;
import dev.postern.workflow.expression.JsonValues;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The data of a run that the tables of expressions read. */
record SampleScope() implements EvaluationScope {
    private static final JsonNode PARAMETER =
            JsonValues.parse("{\"a\":{\"B\":1,\"b\":2},\"list\":[10,20],\"text\":\"x\",\"none\":null,\"n\":5}");
    private static final JsonNode TRIGGER =
            JsonValues.parse("{\"name\":\"manual\",\"outputs\":{\"body\":{\"to\":\"a@contoso.example\",\"$formdata\":"
                    + "[{\"key\":\"name\",\"value\":\"Report\"},{\"key\":\"tag\",\"value\":\"x\"},"
                    + "{\"key\":\"tag\",\"value\":\"y\"}]}}}");
    private static final JsonNode ACTIONS = JsonValues.parse("""
        {"get": {"name": "Get", "status": "Succeeded", "outputs": {"statusCode": 200, "body": {"v": 7}}},
         "skipped": {"name": "Skipped", "status": "Skipped", "outputs": null},
         "form": {"name": "Form", "status": "Succeeded", "outputs": {"body": {
           "$content-type": "application/x-www-form-urlencoded", "$content": "YT0xJmI9eCt5JTIxJmM9MSZjPTImZD0="}}},
         "multi": {"name": "Multi", "status": "Succeeded", "outputs": {"body": {
           "$content-type": "multipart/form-data; boundary=XX",
           "$content": "LS1YWA0KQ29udGVudC1EaXNwb3NpdGlvbjogZm9ybS1kYXRhOyBuYW1lPSJ0ZXh0Ig0KDQpoZWxsbw0KLS1YWA0KQ29udGVudC1EaXNwb3NpdGlvbjogZm9ybS1kYXRhOyBuYW1lPSJkYXRhIg0KQ29udGVudC1UeXBlOiBhcHBsaWNhdGlvbi9qc29uDQoNCnsiYSI6MX0NCi0tWFgNCkNvbnRlbnQtVHlwZTogaW1hZ2UvcG5nDQoNCgECDQotLVhYLS0NCg=="}}}}
        """);

    @Override
    public InstantSource clock() {
        return InstantSource.fixed(Instant.parse("2026-11-23T08:30:15.1234567Z"));
    }

    @Override
    public RandomGenerator random() {
        return new Random(1);
    }

    @Override
    public @Nullable JsonNode parameter(String name) {
        return name.equalsIgnoreCase("p") ? PARAMETER : null;
    }

    @Override
    public JsonNode trigger() {
        return TRIGGER;
    }

    @Override
    public @Nullable JsonNode action(String name) {
        return ACTIONS.get(name.toLowerCase(java.util.Locale.ROOT));
    }

    @Override
    public JsonNode workflow() {
        return JsonValues.parse("{\"name\":\"w\",\"run\":{\"name\":\"r\"}}");
    }

    @Override
    public @Nullable JsonNode variable(String name) {
        return name.equalsIgnoreCase("count") ? JsonValues.number(3) : null;
    }

    @Override
    public JsonNode item() {
        return JsonValues.parse("{\"id\":1,\"name\":\"first\"}");
    }

    @Override
    public @Nullable JsonNode items(String loop) {
        return name(loop) ? item() : null;
    }

    @Override
    public @Nullable Integer iterationIndex(String loop) {
        return name(loop) ? 4 : null;
    }

    private static boolean name(String loop) {
        return loop.equalsIgnoreCase("Loop");
    }

    @Override
    public @Nullable JsonNode result(String scope) {
        return scope.equalsIgnoreCase("Scope")
                ? JsonValues.parse("[{\"name\":\"A\",\"status\":\"Failed\"},{\"name\":\"B\",\"status\":\"Skipped\"}]")
                : null;
    }

    @Override
    public JsonNode currentAction() {
        return JsonValues.parse("{\"name\":\"Own\",\"outputs\":{\"body\":{\"id\":9}}}");
    }

    @Override
    public String callbackUrl() {
        return "https://contoso.example/callback?sig=x";
    }
}
