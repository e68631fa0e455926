package dev.postern.workflow.row;

import dev.postern.query.Folding;
import dev.postern.secrets.SecretPlace;
import dev.postern.store.Sql;
import dev.postern.workflow.action.VariableType;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.stored.SecureText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The SQL statements on the variables of runs. Their values are sealed, because they may be secrets. */
public record VariableTable(SecureText texts) {
    private static final String RUN = " where tenant_id = ? and workflow_id = ? and run_name = ?";

    private record Piece(String name, long number, String content) {}

    /** Reads the variables of a run, by folded name. */
    public Map<String, Variable> read(Sql sql, RunKey run) {
        var variables = new LinkedHashMap<String, Variable>();
        sql.list(
                        "select name, piece, content from workflow_variable" + RUN + " order by name, piece",
                        row -> new Piece(row.text(1), row.number(2), row.text(3)),
                        run.workflow().tenant().value(),
                        run.workflow().id(),
                        run.name())
                .forEach(piece -> read(run, piece, variables));
        variables.values().forEach(Variable::written);
        return variables;
    }

    private void read(RunKey run, Piece piece, Map<String, Variable> variables) {
        JsonNode content = texts.open(place(run, piece.name(), piece.number()), piece.content());
        JsonNode value = content.path("value");
        boolean secured = content.path("secured").asBoolean(false);
        String folded = Folding.lower(piece.name());
        if (piece.number() == 0) {
            VariableType type =
                    VariableType.named(content.path("type").asString("")).orElseThrow();
            variables.put(folded, new Variable(piece.name(), type, value, secured));
            return;
        }
        Variable variable = Objects.requireNonNull(variables.get(folded));
        if (value.isArray()) {
            value.forEach(element -> variable.append(element, secured));
        } else {
            variable.append(value, secured);
        }
    }

    public void write(Sql sql, RunKey run, Variable variable) {
        JsonNode appended = variable.appended();
        long piece = 0;
        if (appended == null) {
            sql.update("delete from workflow_variable" + RUN + " and name = ?", key(run, variable));
        } else {
            piece = sql.number(
                            "select coalesce(max(piece), 0) from workflow_variable" + RUN + " and name = ?",
                            key(run, variable))
                    + 1;
        }
        ObjectNode content = JsonValues.object();
        content.put("type", variable.type().text());
        content.put("secured", variable.secured());
        content.set("value", appended == null ? variable.stored() : appended);
        sql.update(
                "insert into workflow_variable (tenant_id, workflow_id, run_name, name, piece, content) "
                        + "values (?, ?, ?, ?, ?, ?)",
                run.workflow().tenant().value(),
                run.workflow().id(),
                run.name(),
                variable.name(),
                piece,
                texts.seal(place(run, variable.name(), piece), content));
    }

    private static Object[] key(RunKey run, Variable variable) {
        return new Object[] {run.workflow().tenant().value(), run.workflow().id(), run.name(), variable.name()};
    }

    /** Deletes the variables of a run that has ended. */
    static void drop(Sql sql, RunKey run) {
        sql.update(
                "delete from workflow_variable" + RUN,
                run.workflow().tenant().value(),
                run.workflow().id(),
                run.name());
    }

    private static SecretPlace place(RunKey run, String name, long piece) {
        return new SecretPlace(
                "workflow_variable", "content", run.workflow().id() + " " + run.name() + " " + name + " " + piece);
    }
}
