package dev.postern.workflow.schema;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.ValidationLimitExceededException;
import com.networknt.schema.regex.RegularExpressionFactory;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A schema. Without {@code $schema} it is read as draft 4. References to other documents are refused, so nothing is fetched. Immutable and
 * thread-safe.
 */
public final class JsonSchema {
    /** The maximum length of a schema as JSON. */
    public static final int MAX_LENGTH = 128 * 1024;

    /** The mistakes of a value that are reported. */
    private static final int MAX_MISTAKES = 10;

    private static final long MAX_STEPS = 2_000_000;
    private static final int MAX_DEPTH = 400;

    private final Schema schema;

    private JsonSchema(Schema schema) {
        this.schema = schema;
    }

    /** @throws BadSchema if it is not a schema, or too large */
    public static JsonSchema of(JsonNode source) {
        if (!source.isObject()) {
            throw new BadSchema("the schema must be an object");
        }
        int length = source.toString().length();
        if (length > MAX_LENGTH) {
            throw new BadSchema("the schema has '" + length + "' characters; the limit is '" + MAX_LENGTH + "'");
        }
        try {
            var bad = new ArrayList<String>();
            Schema schema = registry(bad).getSchema(source);
            schema.initializeValidators();
            if (!bad.isEmpty()) {
                throw new BadSchema(bad.getFirst());
            }
            return new JsonSchema(schema);
        } catch (SchemaException | IllegalArgumentException | ClassCastException | StackOverflowError e) {
            String reason =
                    e instanceof StackOverflowError ? "it is nested too deeply" : String.valueOf(e.getMessage());
            throw new BadSchema("the schema is not valid: " + reason);
        }
    }

    private static SchemaRegistry registry(List<String> bad) {
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .regularExpressionFactory((RegularExpressionFactory) pattern -> BoundedPattern.of(pattern, bad))
                .build();
        return SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_4,
                builder -> builder.schemaRegistryConfig(config).schemaLoader(loader -> loader.block(every -> true)));
    }

    /**
     * Returns where the value does not match, at most ten places; empty if it matches.
     *
     * @throws ValidationTooCostly if that takes too many steps
     */
    public List<Mistake> mistakes(JsonNode value) {
        ExecutionConfig limits = ExecutionConfig.builder()
                .maxEvaluationSteps(MAX_STEPS)
                .maxEvaluationDepth(MAX_DEPTH)
                .build();
        try {
            List<Error> errors =
                    BoundedPattern.bounded(() -> schema.validate(value, context -> context.setExecutionConfig(limits)));
            return errors.stream()
                    .limit(MAX_MISTAKES)
                    .map(error -> new Mistake(String.valueOf(error.getInstanceLocation()), error.getMessage()))
                    .toList();
        } catch (ValidationLimitExceededException | StackOverflowError e) {
            throw new ValidationTooCostly();
        }
    }
}
