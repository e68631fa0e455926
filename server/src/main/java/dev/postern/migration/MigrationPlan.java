package dev.postern.migration;

import dev.postern.effective.MatrixRow;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The script of a migration, with its proof.
 *
 * @param script all cmdlets that add come before all that remove
 * @param differences every cell of the matrix that is not the same before, between and after
 * @param notExpressed the policies that stay, because role assignments cannot say the same
 * @param notes what stays the same today but is defined in another way
 */
public record MigrationPlan(
        List<ObjectNode> script, List<Difference> differences, List<NotExpressed> notExpressed, List<String> notes) {
    public MigrationPlan {
        script = List.copyOf(script);
        differences = List.copyOf(differences);
        notExpressed = List.copyOf(notExpressed);
        notes = List.copyOf(notes);
    }

    /**
     * A cell that changes.
     *
     * @param between after everything was added and nothing removed
     */
    public record Difference(MatrixRow row, boolean before, boolean between, boolean after, String reason) {
        ObjectNode json() {
            ObjectNode node = row.json();
            node.remove("by");
            return node.put("before", before)
                    .put("between", between)
                    .put("after", after)
                    .put("reason", reason);
        }
    }

    /** @param policy its identity, as the cmdlets print it */
    public record NotExpressed(String policy, String reason) {
        ObjectNode json() {
            return JsonNodeFactory.instance.objectNode().put("policy", policy).put("reason", reason);
        }
    }

    public ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        var steps = node.putArray("script");
        script.forEach(steps::add);
        var cells = node.putArray("differences");
        differences.forEach(one -> cells.add(one.json()));
        var kept = node.putArray("notExpressed");
        notExpressed.forEach(one -> kept.add(one.json()));
        var remarks = node.putArray("notes");
        notes.forEach(remarks::add);
        return node;
    }
}
