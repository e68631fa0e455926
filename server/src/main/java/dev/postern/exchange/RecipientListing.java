package dev.postern.exchange;

import dev.postern.compute.Limit;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.opath.FilterRefused;
import dev.postern.query.Folding;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What Get-Mailbox, Get-DistributionGroup and Get-Recipient have in common: which recipients, in which order. */
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
                        deadline -> candidates(arguments, directory, kind)
                                .peek(_ -> deadline.check())
                                .filter(types(arguments))
                                .filter(anr(arguments))
                                .filter(filter(arguments, directory))
                                .map(mailable -> RecipientRow.of(directory, mailable, key(arguments, mailable)))
                                .toList());
    }

    /** With {@code -Identity $null} nobody is meant, rather than everybody. */
    private static Stream<MailRecipient> candidates(
            CmdletArguments arguments, DirectorySnapshot directory, Predicate<MailRecipient> kind) {
        if (!arguments.has("Identity")) {
            return MailRecipient.all(directory).filter(kind);
        }
        return arguments.isNothing("Identity")
                ? Stream.empty()
                : Stream.of(RecipientIdentity.one(directory, arguments.required("Identity"), kind));
    }

    private static Predicate<MailRecipient> types(CmdletArguments arguments) {
        List<String> details = arguments.texts("RecipientTypeDetails");
        List<String> general = arguments.texts("RecipientType");
        return mailable -> (details.isEmpty()
                        || details.contains(mailable.recipient().type().details()))
                && (general.isEmpty()
                        || general.contains(mailable.recipient().type().general()));
    }

    /** The beginning of one of the names by which people look for each other. */
    private static Predicate<MailRecipient> anr(CmdletArguments arguments) {
        String wanted = arguments.text("Anr");
        return wanted == null
                ? mailable -> true
                : mailable -> Stream.of(
                                mailable.recipient().name(),
                                mailable.displayName(),
                                mailable.recipient().alias(),
                                mailable.profile("givenName"),
                                mailable.profile("surname"))
                        .anyMatch(name -> name != null && name.regionMatches(true, 0, wanted, 0, wanted.length()));
    }

    private static Predicate<MailRecipient> filter(CmdletArguments arguments, DirectorySnapshot directory) {
        Predicate<MailRecipient> all = mailable -> true;
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
            return new RecipientProperties(directory).filter(filter);
        } catch (FilterRefused e) {
            throw CmdletFailures.invalidFilter("Invalid filter syntax: " + e.getMessage());
        }
    }

    /** Sorted without case; the id tells equal ones apart, so that a page ends at a certain place. */
    private static String key(CmdletArguments arguments, MailRecipient mailable) {
        String sort = arguments.text("SortBy");
        String value = switch (sort == null ? "Name" : sort) {
            case "Alias" -> mailable.recipient().alias();
            case "DisplayName" -> mailable.displayName();
            case "PrimarySmtpAddress" -> mailable.recipient().primaryAddress();
            case "WhenCreated" -> mailable.object().createdAt().toString();
            default -> mailable.recipient().name();
        };
        return Folding.lower(value) + " " + mailable.id();
    }
}
