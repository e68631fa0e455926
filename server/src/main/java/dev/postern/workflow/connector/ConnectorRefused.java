package dev.postern.workflow.connector;

/** The evaluated inputs of an operation cannot be carried out. Nothing was sent. */
public final class ConnectorRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConnectorRefused(String message) {
        super(message);
    }
}
