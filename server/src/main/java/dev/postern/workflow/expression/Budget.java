package dev.postern.workflow.expression;

import dev.postern.compute.Deadline;
import java.util.IdentityHashMap;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The limits of one evaluation. Values share their parts, so a few nested calls can build a value that is small in memory but enormous
 * when serialised. Sizes are therefore counted as serialised. Not thread-safe.
 */
final class Budget {
    /** The nesting limit for JSON input, so that stored values can be read again. */
    static final int MAX_DEPTH = 90;
    /** Characters and elements of one value when serialised. */
    static final long MAX_VALUE_SIZE = 8L << 20;
    /** Elements and pieces of text that are processed, and calls. */
    static final long MAX_WORK = 20_000_000;

    private static final int CHARACTERS = 32;
    private static final int CHECK_EVERY = 1_024;

    private final Deadline deadline;
    private final IdentityHashMap<JsonNode, Size> sizes = new IdentityHashMap<>();
    private long work;
    private int spent;

    private record Size(long characters, int depth) {}

    Budget(Deadline deadline) {
        this.deadline = deadline;
    }

    /** Counts a call before it is made. */
    void call(List<JsonNode> arguments) {
        long cost = 1;
        for (JsonNode argument : arguments) {
            cost += work(argument);
        }
        spend(cost);
    }

    /** Checks the size of the result of a call. */
    JsonNode made(JsonNode value) {
        spend(work(value));
        size(value);
        return value;
    }

    /** Checks the length of a text under construction. */
    void text(long length) {
        if (length > MAX_VALUE_SIZE) {
            throw new EvaluationFailed("The template language expressions produced a text of more than '"
                    + MAX_VALUE_SIZE + "' characters, which is the limit.");
        }
    }

    /** Counts other work, such as comparing every element with every other. */
    void spend(long cost) {
        work += cost;
        if (work > MAX_WORK) {
            throw new EvaluationFailed("The template language expressions take more than '" + MAX_WORK
                    + "' steps to evaluate, which is the limit.");
        }
        if (cost > CHECK_EVERY || ++spent % CHECK_EVERY == 0) {
            deadline.check();
        }
    }

    private static long work(JsonNode value) {
        return value.isString() ? value.stringValue().length() / CHARACTERS : value.size();
    }

    private Size size(JsonNode value) {
        if (!value.isContainer()) {
            return new Size(
                    value.isString() ? value.stringValue().length() + 2 : value.isNumber() ? ValueText.width(value) : 5,
                    0);
        }
        Size known = sizes.get(value);
        if (known != null) {
            return known;
        }
        long characters = 2;
        int depth = 0;
        for (String name : value.propertyNames()) {
            characters += name.length() + 3;
        }
        for (JsonNode element : value.values()) {
            Size inner = size(element);
            characters += inner.characters() + 1;
            depth = Math.max(depth, inner.depth());
            if (characters > MAX_VALUE_SIZE) {
                throw new EvaluationFailed("The template language expressions produced a value of more than '"
                        + MAX_VALUE_SIZE + "' characters, which is the limit.");
            }
        }
        if (depth >= MAX_DEPTH) {
            throw new EvaluationFailed("The template language expressions produced a value that is nested more than '"
                    + MAX_DEPTH + "' levels deep.");
        }
        Size size = new Size(characters, depth + 1);
        sizes.put(value, size);
        return size;
    }
}
