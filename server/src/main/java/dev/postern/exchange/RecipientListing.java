package dev.postern.exchange;

import dev.postern.compute.Deadline;
import dev.postern.compute.Limit;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.RecipientProperties;
import dev.postern.opath.FilterRefused;
import dev.postern.query.Folding;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The filters and the order that Get-Mailbox, Get-DistributionGroup and Get-Recipient share. */
final class RecipientListing {
    private static final Set<String> FILTERS = Set.of("Filter", "RecipientPreviewFilter");

    private static final Limit LIMIT = Limit.of(Limit.SMALL + 1, Duration.ofSeconds(5));

    private RecipientListing() {}

    static List<CmdletRow> of(Invocation call, Predicate<MailRecipient> kind) {
        CmdletArguments arguments = call.arguments();
        DirectorySnapshot directory = call.directory();
        return call.compute()
                .run(
                        LIMIT,
                        deadline -> candidates(arguments, directory, kind, deadline)
                                .peek(_ -> deadline.check())
                                .filter(types(arguments))
                                .filter(anr(arguments))
                                .filter(filter(arguments, directory))
                                .map(mailRecipient ->
                                        RecipientRow.of(directory, mailRecipient, key(arguments, mailRecipient)))
                                .toList());
    }

    /** {@code -Identity $null} selects nothing, not everything. */
    private static Stream<MailRecipient> candidates(
            CmdletArguments arguments, DirectorySnapshot directory, Predicate<MailRecipient> kind, Deadline deadline) {
        if (!arguments.has("Identity")) {
            return MailRecipient.all(directory).filter(kind);
        }
        return arguments.isNothing("Identity")
                ? Stream.empty()
                : RecipientIdentity.many(directory, arguments.required("Identity"), kind, deadline).stream();
    }

    private static Predicate<MailRecipient> types(CmdletArguments arguments) {
        List<String> details = arguments.texts("RecipientTypeDetails");
        List<String> general = arguments.texts("RecipientType");
        return mailRecipient -> (details.isEmpty()
                        || details.contains(mailRecipient.recipient().type().details()))
                && (general.isEmpty()
                        || general.contains(mailRecipient.recipient().type().general()));
    }

    /** ANR: matches the prefix of a name, display name, alias or address. */
    private static Predicate<MailRecipient> anr(CmdletArguments arguments) {
        String wanted = arguments.text("Anr");
        return wanted == null
                ? mailRecipient -> true
                : mailRecipient -> Stream.of(
                                mailRecipient.recipient().name(),
                                mailRecipient.displayName(),
                                mailRecipient.recipient().alias(),
                                mailRecipient.profile("givenName"),
                                mailRecipient.profile("surname"))
                        .anyMatch(name -> name != null && name.regionMatches(true, 0, wanted, 0, wanted.length()));
    }

    private static Predicate<MailRecipient> filter(CmdletArguments arguments, DirectorySnapshot directory) {
        Predicate<MailRecipient> all = mailRecipient -> true;
        for (String parameter : FILTERS) {
            String filter = arguments.text(parameter);
            if (filter != null) {
                all = all.and(parse(filter, directory));
            }
        }
        return all;
    }

    private static Predicate<MailRecipient> parse(String filter, DirectorySnapshot directory) {
        try {
            return RecipientProperties.filter(directory, filter);
        } catch (FilterRefused e) {
            throw CmdletFailures.invalidFilter("Invalid filter syntax: " + e.getMessage());
        }
    }

    /** The sort key ignores case. It ends with the id, so that it is unique and paging is stable. */
    private static String key(CmdletArguments arguments, MailRecipient mailRecipient) {
        String sort = arguments.text("SortBy");
        String value = switch (sort == null ? "Name" : sort) {
            case "Alias" -> mailRecipient.recipient().alias();
            case "DisplayName" -> mailRecipient.displayName();
            case "PrimarySmtpAddress" -> mailRecipient.recipient().primaryAddress();
            case "WhenCreated" -> mailRecipient.object().createdAt().toString();
            default -> mailRecipient.recipient().name();
        };
        return Folding.lower(value) + " " + mailRecipient.id();
    }
}
