package dev.postern.mailbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** The large contents of a message from another host, where they were put when it arrived. For one thread. */
public final class ReceivedContents {
    private final Map<String, Content> byHash = new HashMap<>();

    ReceivedContents() {}

    /** Returns the hash of a content. */
    byte[] add(Content content) {
        try {
            byte[] hash = Contents.hash(content);
            byHash.put(HexFormat.of().formatHex(hash), content);
            return hash;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isEmpty() {
        return byHash.isEmpty();
    }

    void store(Contents to) {
        byHash.forEach((hash, content) -> to.storeCounted(HexFormat.of().parseHex(hash), content));
    }
}
