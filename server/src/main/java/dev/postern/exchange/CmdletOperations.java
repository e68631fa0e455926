package dev.postern.exchange;

import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletTable;
import dev.postern.gate.Operation;
import dev.postern.gate.OperationRows;
import java.util.HashMap;
import java.util.Map;

/** The permissions of cmdlets: {@code operations.csv}. Every cmdlet has a row there, of the form that its verb says. Immutable. */
final class CmdletOperations {
    /** The row of a request that names no cmdlet there is. */
    private static final String NONE = "InvokeCommand";

    private final Map<String, Operation> operations = new HashMap<>();

    /** @throws IllegalStateException when a cmdlet has no row, or one of the wrong form */
    CmdletOperations(CmdletTable cmdlets) {
        OperationRows.read(CmdletOperations.class, "operations.csv").forEach(row -> {
            String name = OperationRows.cell(row, "cmdlet");
            operations.put(name, OperationRows.operation(name, row));
        });
        for (Cmdlet cmdlet : cmdlets.all()) {
            if (of(cmdlet).writes() != cmdlet.writes()) {
                throw new IllegalStateException("The row of " + cmdlet.name() + " has the wrong form");
            }
        }
        none();
    }

    Operation of(Cmdlet cmdlet) {
        return row(cmdlet.name());
    }

    /** For a request that is refused before it is clear which cmdlet it means. */
    Operation none() {
        return row(NONE);
    }

    private Operation row(String name) {
        Operation operation = operations.get(name);
        if (operation == null) {
            throw new IllegalStateException("The table has no row for " + name);
        }
        return operation;
    }
}
