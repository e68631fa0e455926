package dev.postern.mailbox.setting;

import java.util.UUID;

/**
 * How the messages of a sender are classified when they arrive.
 *
 * @param classifyAs a Graph {@code inferenceClassificationType}
 * @param name of the sender, as it was written last
 */
public record InferenceOverride(UUID id, String classifyAs, String name, String address) {
    public static final int MAX_OF_MAILBOX = 1_000;
}
