package dev.postern.exchange;

import java.util.List;

/** Get-Recipient. */
final class Recipients {
    private Recipients() {}

    static List<Row> list(Invocation call) {
        List<Row> rows = Listing.of(call, mailable -> true);
        List<String> wanted = call.arguments().texts("Properties");
        return wanted.isEmpty()
                ? rows
                : rows.stream()
                        .map(row -> new Row(
                                row.key(),
                                () -> Selection.of(wanted).apply(row.content().get())))
                        .toList();
    }
}
