package dev.postern.http.tls;

import java.util.List;

/** Certificate authorities that several servers share. */
public interface AuthorityStore {
    /** A certificate in DER form, and its key as PKCS#8. */
    record Stored(byte[] certificate, byte[] privateKey) {
        /** Does not contain the key. */
        @Override
        public String toString() {
            return "Stored[*]";
        }
    }

    /** Returns the authorities that this server can use, the oldest first. */
    List<Stored> usable();

    /** Stores an authority, unless another server stores one at the same time. {@link #usable} shows which. */
    void add(Stored authority);
}
