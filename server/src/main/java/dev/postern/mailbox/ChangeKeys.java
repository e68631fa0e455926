package dev.postern.mailbox;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/** Change keys on the wire. */
public final class ChangeKeys {
    private ChangeKeys() {}

    /** The change key of an object that the change with this number wrote last. */
    public static String of(UUID object, long change) {
        ByteBuffer bytes = ByteBuffer.allocate(16);
        bytes.putLong(object.getLeastSignificantBits()).putLong(change);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
