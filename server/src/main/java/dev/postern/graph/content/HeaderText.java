package dev.postern.graph.content;

import dev.postern.graph.GraphFailure;
import dev.postern.mailbox.mime.HeaderValues;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Text that later becomes a header of the message, see {@link HeaderValues}. A message id with a line break or a space is refused. */
public final class HeaderText {
    private HeaderText() {}

    public static void clean(ObjectNode message) {
        HeaderValues.clean(message);
        String id = message.path("internetMessageId").stringValue(null);
        if (id != null && !id.isEmpty() && !HeaderValues.isMessageId(id)) {
            throw new GraphFailure(
                    400,
                    "ErrorInvalidPropertySet",
                    "The property 'internetMessageId' must have the form '<left@right>', without spaces.");
        }
    }

    public static @Nullable String clean(@Nullable String text) {
        return HeaderValues.clean(text);
    }
}
