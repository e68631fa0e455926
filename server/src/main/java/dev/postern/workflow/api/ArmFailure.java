package dev.postern.workflow.api;

import dev.postern.compute.ComputeRefused;
import dev.postern.http.Json;
import dev.postern.http.MemorySpent;
import dev.postern.http.Response;
import dev.postern.store.OutcomeUnknown;
import dev.postern.store.StoreException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An error in the format of Azure Resource Manager. */
public final class ArmFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final @Nullable String target;

    public ArmFailure(int status, String code, String message) {
        this(status, code, message, null);
    }

    ArmFailure(int status, String code, String message, @Nullable String target) {
        super(message);
        this.status = status;
        this.code = code;
        this.target = target;
    }

    /** The database is unavailable. */
    static ArmFailure of(StoreException failure) {
        return new ArmFailure(
                503,
                "ServiceUnavailable",
                failure instanceof OutcomeUnknown
                        ? "The connection to the database was lost during the request. Check whether the change was"
                                + " made before you retry."
                        : "The database is temporarily unavailable. Try again later.");
    }

    static ArmFailure notFound(String code, String what, String name) {
        return new ArmFailure(404, code, "The " + what + " '" + name + "' could not be found.");
    }

    static Response spent(MemorySpent spent) {
        return new ArmFailure(503, "ServerBusy", String.valueOf(spent.getMessage()))
                .response()
                .with("Retry-After", MemorySpent.RETRY_AFTER_SECONDS);
    }

    /** The server has no capacity for an evaluation. */
    static Response busy(ComputeRefused refused) {
        return new ArmFailure(503, "ServerBusy", String.valueOf(refused.getMessage())).response();
    }

    /** For a workflow whose secure parameters are encrypted with a key that is lost. */
    static ArmFailure unreadable() {
        return new ArmFailure(
                409,
                "WorkflowSecretsUnreadable",
                "The secure parameters of this workflow cannot be decrypted: the server does not have the key that they"
                        + " were encrypted with. Deploy the workflow again, or restore the key.");
    }

    /** For a full disk. */
    static ArmFailure noRoom() {
        return new ArmFailure(507, "InsufficientStorage", "The server's disk is full. Nothing was changed.");
    }

    Response response() {
        ObjectNode root = Json.object();
        ObjectNode error = root.putObject("error");
        error.put("code", code);
        error.put("message", String.valueOf(getMessage()));
        if (target != null) {
            error.put("target", target);
        }
        Response answer = Json.response(status, root);
        return switch (status) {
            case 401 -> answer.with("WWW-Authenticate", "Bearer");
            case 503 -> answer.with("Retry-After", "5");
            case 507 -> answer.with("Retry-After", "60");
            default -> answer;
        };
    }
}
