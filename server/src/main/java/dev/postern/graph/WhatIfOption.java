package dev.postern.graph;

import dev.postern.compute.ComputePool;
import dev.postern.effective.AccessDifference;
import dev.postern.effective.WhatIf;
import dev.postern.gate.ChangeSupposed;
import dev.postern.gate.DirectoryWriter;
import dev.postern.http.Json;
import dev.postern.http.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The query option {@code $whatIf} of a request that changes the directory: the request is checked as usual, nothing is changed, and the
 * response says who would gain and who would lose access. Graph does not have it. Thread-safe.
 */
public final class WhatIfOption {
    private static final String NAME = "$whatIf";

    private final WhatIf whatIf;

    public WhatIfOption(ComputePool pool, InstantSource clock) {
        this.whatIf = new WhatIf(pool, clock);
    }

    /** How many rows a caller requests. */
    enum Asked {
        NO,
        FIRST_ROWS,
        ALL_ROWS
    }

    /**
     * What the query requests. The name is compared without case, with and without the dollar, because a request that was meant to change
     * nothing must not change something.
     */
    static Asked read(String rawQuery) {
        Asked asked = Asked.NO;
        for (String part : rawQuery.split("&")) {
            int equals = part.indexOf('=');
            String name = decoded(equals < 0 ? part : part.substring(0, equals));
            if (name.equalsIgnoreCase(NAME) || name.equalsIgnoreCase(NAME.substring(1))) {
                asked = asked(equals < 0 ? "" : decoded(part.substring(equals + 1)));
            }
        }
        return asked;
    }

    private static Asked asked(String value) {
        return switch (value) {
            case "true" -> Asked.FIRST_ROWS;
            case "all" -> Asked.ALL_ROWS;
            case "false" -> Asked.NO;
            default ->
                throw GraphFailure.directory(
                        "The query option '" + NAME + "' must be 'true', 'all' or 'false'. Nothing was changed.");
        };
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8).strip();
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    static GraphFailure refused() {
        return GraphFailure.directory(
                "The query option '" + NAME + "' is only for requests that change the directory. Nothing was changed.");
    }

    /** @param handler makes the change and its response */
    Response response(DirectoryWriter writer, GraphRequest request, Supplier<Response> handler) {
        AccessDifference difference;
        writer.suppose();
        try {
            var _ = handler.get();
            difference = AccessDifference.NONE;
        } catch (ChangeSupposed e) {
            difference = whatIf.difference(e.change(), read(request.http().rawQuery()) == Asked.ALL_ROWS);
        }
        request.http().memory().take(difference.jsonBytes());
        return WarningHeader.with(
                Json.response(200, difference.json()),
                Optional.ofNullable(WhatIf.warning(difference)).stream().toList());
    }
}
