package dev.postern.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a cmdlet's output. The next page begins after the key of the last row, so objects that are created or removed
 * in between cause no duplicates or gaps.
 *
 * @param next the continuation of the next page; null on the last page
 */
record CmdletPage(List<CmdletRow> rows, @Nullable String next) {
    static CmdletPage of(List<CmdletRow> all, int size, @Nullable String continuation) {
        String after = continuation == null ? null : decode(continuation);
        List<CmdletRow> rest = after == null
                ? all
                : all.stream().filter(row -> row.key().compareTo(after) > 0).toList();
        return rest.size() <= size
                ? new CmdletPage(rest, null)
                : new CmdletPage(
                        rest.subList(0, size), encode(rest.get(size - 1).key()));
    }

    private static String encode(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String continuation) {
        try {
            return new String(Base64.getUrlDecoder().decode(continuation), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw CmdletFailures.wrongRequest("The $skiptoken was not issued by this server.");
        }
    }
}
