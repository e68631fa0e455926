package dev.postern.workflow.stored;

import dev.postern.secrets.Sealer;
import dev.postern.secrets.SecretPlace;
import dev.postern.store.Database;
import dev.postern.workflow.definition.WorkflowParameter;
import dev.postern.workflow.expression.JsonValues;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * The storage form of definitions and parameters: plain, or sealed if the definition has parameters of a secure type. Any node may run
 * a workflow, so they are sealed only if every node has the key: on SQLite, which has one node, or with a configured key.
 */
public record SecureText(Sealer sealer, boolean everywhere) {
    /** A prefix that no JSON has. */
    public static final String MARK = "sealed:";

    /** The length of the prefix that identifies the key of a sealed text; a multiple of four after the marker. */
    public static final int MAX_PREFIX_LENGTH = MARK.length() + 80;

    public static SecureText of(Database database, Sealer sealer) {
        return new SecureText(sealer, sealer.isCommon() || database.hasOneWriter());
    }

    /** Returns whether a definition has secure parameters. */
    public static boolean isSecure(JsonNode definition) {
        return definition.path("parameters").properties().stream()
                .map(parameter -> parameter.getValue().path("type").asString(""))
                .anyMatch(type -> WorkflowParameter.Type.named(type)
                        .filter(WorkflowParameter.Type::secure)
                        .isPresent());
    }

    public static boolean isSealed(String text) {
        return text.startsWith(MARK);
    }

    public String write(UUID workflow, String version, String column, JsonNode value, boolean secure) {
        return secure ? seal(place(workflow, version, column), value) : value.toString();
    }

    /** Returns the storage form of a secret value, sealed if every node has the key. */
    public String seal(SecretPlace place, JsonNode value) {
        return everywhere
                ? MARK
                        + Base64.getEncoder()
                                .encodeToString(
                                        sealer.seal(place, value.toString().getBytes(StandardCharsets.UTF_8)))
                : value.toString();
    }

    /** @throws dev.postern.secrets.SecretUnreadable if it is sealed with a key that is missing */
    public JsonNode read(UUID workflow, String version, String column, String text) {
        return open(place(workflow, version, column), text);
    }

    /** @throws dev.postern.secrets.SecretUnreadable if it is sealed with a key that is missing */
    public JsonNode open(SecretPlace place, String text) {
        return JsonValues.parse(
                isSealed(text) ? new String(sealer.open(place, bytes(text)), StandardCharsets.UTF_8) : text);
    }

    /** Returns whether the key of a text is available. Its first {@link #MAX_PREFIX_LENGTH} characters are enough. */
    public boolean isReadable(String text) {
        return !isSealed(text) || sealer.hasKeyOf(bytes(text));
    }

    /** Returns whether it must be stored again: it is not sealed, or sealed with a previous key. */
    public boolean isOutdated(String text, boolean secure) {
        return isSealed(text) ? sealer.hasKeyOf(bytes(text)) && !sealer.isCurrent(bytes(text)) : secure && everywhere;
    }

    private static byte[] bytes(String text) {
        return Base64.getDecoder().decode(text.substring(MARK.length()));
    }

    private static SecretPlace place(UUID workflow, String version, String column) {
        return new SecretPlace("workflow_version", column, workflow + " " + version);
    }
}
