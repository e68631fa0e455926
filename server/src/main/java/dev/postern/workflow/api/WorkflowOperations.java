package dev.postern.workflow.api;

import dev.postern.gate.Area;
import dev.postern.gate.Form;
import dev.postern.gate.Operation;
import dev.postern.gate.OperationRows;
import dev.postern.http.Routes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The permissions of the workflows' API: {@code operations.csv}. Immutable. */
final class WorkflowOperations {
    private final Map<String, Operation> byName = new HashMap<>();
    private final Routes<Operation> routes = new Routes<>();

    WorkflowOperations() {
        OperationRows.read(WorkflowOperations.class, "/dev/postern/workflow/operations.csv")
                .forEach(row -> {
                    String method = OperationRows.cell(row, "method");
                    String path = OperationRows.cell(row, "path");
                    Operation operation = OperationRows.operation(method + " " + path, row);
                    byName.put(operation.name(), operation);
                    routes.add(method, path, operation);
                });
    }

    /** @throws IllegalArgumentException if the table has no such row */
    void require(String method, String path) {
        if (!byName.containsKey(method + " " + path)) {
            throw new IllegalArgumentException("The table has no row for " + method + " " + path);
        }
    }

    /** Returns the operation of a request. An unknown operation requires a permission of this API too. */
    Operation find(String method, List<String> segments) {
        return routes.find(method, segments) instanceof Routes.Match.Found<Operation> found
                ? found.route().target()
                : new Operation(method + " Microsoft.Logic/workflows", Area.WORKFLOWS, Form.READ, all(), Set.of());
    }

    /** The operation that lists workflows; a caller that may list them sees the subscriptions that contain them. */
    Operation listing() {
        return Objects.requireNonNull(byName.get("GET /subscriptions/{s}/providers/Microsoft.Logic/workflows"));
    }

    private Set<String> all() {
        var all = new HashSet<String>();
        byName.values().forEach(operation -> all.addAll(operation.permissions()));
        all.remove(Operation.NO_PERMISSION);
        return all;
    }
}
