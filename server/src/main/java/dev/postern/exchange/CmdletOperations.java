package dev.postern.exchange;

import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletTable;
import dev.postern.gate.Operation;
import dev.postern.gate.OperationRows;
import java.util.HashMap;
import java.util.Map;

/** The permissions of cmdlets: {@code operations.csv}. Every cmdlet has a row there, with the form that its verb implies. Immutable. */
final class CmdletOperations {
    /** The row for requests with an unknown cmdlet. */
    private static final String NONE = "InvokeCommand";

    private final Map<String, Operation> operations = new HashMap<>();

    /** @throws IllegalStateException if a cmdlet has no row, or one of the wrong form */
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

    /** Returns the row for a request that is refused before its cmdlet is known. */
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
