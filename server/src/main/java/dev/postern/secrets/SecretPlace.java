package dev.postern.secrets;

import java.nio.charset.StandardCharsets;

/**
 * Where a secret is stored. It is authenticated together with the secret, so a secret cannot be moved to another place.
 *
 * @param row identifies the row, and contains other values that must not be changed without the secret
 */
public record SecretPlace(String table, String column, String row) {
    /** Each part is prefixed with its length, so that different places never have the same bytes. */
    byte[] bytes() {
        return (table.length() + ":" + table + column.length() + ":" + column + row.length() + ":" + row)
                .getBytes(StandardCharsets.UTF_8);
    }
}
