package dev.postern.exchange;

import java.util.List;

/** Get-Recipient. */
final class RecipientCmdlets {
    private RecipientCmdlets() {}

    static List<CmdletRow> list(Invocation call) {
        List<CmdletRow> rows = RecipientListing.of(call, mailRecipient -> true);
        List<String> wanted = call.arguments().texts("Properties");
        return wanted.isEmpty()
                ? rows
                : rows.stream()
                        .map(row -> new CmdletRow(
                                row.key(),
                                () -> OutputSelection.of(wanted)
                                        .apply(row.content().get())))
                        .toList();
    }
}
