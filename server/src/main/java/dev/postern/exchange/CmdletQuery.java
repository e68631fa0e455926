package dev.postern.exchange;

import dev.postern.http.Request;
import dev.postern.query.Folding;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The query options and headers of a call.
 *
 * @param continuation where the page begins; null for the first page
 * @param all whether -WhatIf lists more rows than usual
 */
record CmdletQuery(
        OutputSelection selection,
        int pageSize,
        @Nullable String continuation,
        @Nullable String select,
        boolean all) {
    private static final int MAX_PAGE_SIZE = 1000;
    private static final Pattern PAGE_SIZE = Pattern.compile("odata\\.maxpagesize\\s*=\\s*\"?([0-9]+)\"?");

    /** Reads them from the request. Throws {@link CmdletFailure} for an unknown query option. */
    static CmdletQuery read(Request request) {
        OutputSelection selection = OutputSelection.ALL;
        String select = null;
        String continuation = null;
        boolean all = false;
        for (String pair : request.rawQuery().split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            String[] parts = pair.split("=", 2);
            String value = parts.length == 1 ? "" : decode(parts[1]);
            switch (Folding.lower(decode(parts[0]))) {
                case "$select" -> {
                    select = value;
                    selection = OutputSelection.of(List.of(value.split(",")));
                }
                case "$skiptoken" -> continuation = value;
                case "all" -> all = value.equals("true");
                default ->
                    throw CmdletFailures.wrongRequest("The query option '" + decode(parts[0]) + "' is not supported.");
            }
        }
        checkFormat(request);
        return new CmdletQuery(selection, pageSize(request), continuation, select, all);
    }

    private static void checkFormat(Request request) {
        String format = request.header("X-ResponseFormat").orElse("json");
        if (!format.equalsIgnoreCase("json")) {
            throw CmdletFailures.wrongRequest("X-ResponseFormat: " + format + " is not supported; use json.");
        }
    }

    private static int pageSize(Request request) {
        for (String header : List.of("Prefer", "X-Prefer")) {
            for (String value : request.headers(header)) {
                Matcher matcher = PAGE_SIZE.matcher(value);
                if (matcher.find()) {
                    String digits = matcher.group(1);
                    return digits.length() > 9 ? MAX_PAGE_SIZE : Math.clamp(Integer.parseInt(digits), 1, MAX_PAGE_SIZE);
                }
            }
        }
        return MAX_PAGE_SIZE;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw CmdletFailures.wrongRequest("The query string of the URL has an invalid encoding.");
        }
    }
}
