package dev.postern.secrets;

import java.nio.charset.StandardCharsets;

/**
 * Where a secret is stored. It is authenticated together with the secret, so that what was put in one place opens in no other.
 *
 * @param row what identifies the row, and whatever beside the secret must not be exchanged without it
 */
public record SecretPlace(String table, String column, String row) {
    /** Each part with its length before it: no two places look the same. */
    byte[] bytes() {
        return (table.length() + ":" + table + column.length() + ":" + column + row.length() + ":" + row)
                .getBytes(StandardCharsets.UTF_8);
    }
}
