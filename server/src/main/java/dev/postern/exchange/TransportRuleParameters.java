package dev.postern.exchange;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.TransportRule;
import dev.postern.mailbox.mime.HeaderFirewall;
import dev.postern.query.Folding;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The conditions and actions of a transport rule as parameters of its cmdlets. {@code $null} removes one. */
final class TransportRuleParameters {
    private static final int MAX_RECIPIENTS = 100;
    private static final int MAX_DISCLAIMER_LENGTH = 5000;
    private static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e](?:[\\x20-\\x7e]{0,510}[\\x21-\\x7e])?");
    /** Besides those that begin with X-. The others say what the message is, and are not changed. */
    private static final Set<String> HEADERS = Set.of("list-unsubscribe", "organization", "precedence");

    private final CmdletArguments arguments;
    private final DirectorySnapshot directory;

    private TransportRuleParameters(CmdletArguments arguments, DirectorySnapshot directory) {
        this.arguments = arguments;
        this.directory = directory;
    }

    static TransportRule apply(CmdletArguments arguments, DirectorySnapshot directory, TransportRule before) {
        return new TransportRuleParameters(arguments, directory).applied(before);
    }

    private TransportRule applied(TransportRule before) {
        String disclaimer = text("ApplyHtmlDisclaimerText", before.disclaimer());
        String location = arguments.text("ApplyHtmlDisclaimerLocation");
        var after = new TransportRule(
                before.id(),
                before.createdAt(),
                Checks.name(OptionalTexts.or(arguments, "Name", before.name())),
                before.priority(),
                before.enabled(),
                recipients("From", before.from(), _ -> true),
                recipients("FromMemberOf", before.fromMemberOf(), MailRecipient::isGroup),
                text("SentToScope", before.sentToScope()),
                application(before.fromApplication()),
                headerName(before.headerName()),
                headerValue(before.headerValue()),
                disclaimer == null ? null : checkedDisclaimer(disclaimer),
                location == null ? before.prepended() : location.equals("Prepend"),
                recipients("BlindCopyTo", before.blindCopyTo(), _ -> true));
        check(after);
        return after;
    }

    private static void check(TransportRule rule) {
        if ((rule.headerName() == null) != (rule.headerValue() == null)) {
            throw CmdletFailures.invalid("SetHeaderName and SetHeaderValue must be specified together.");
        }
        if (rule.headerName() == null
                && rule.disclaimer() == null
                && rule.blindCopyTo().isEmpty()) {
            throw CmdletFailures.invalid("You must specify at least one action for the rule: SetHeaderName,"
                    + " ApplyHtmlDisclaimerText or BlindCopyTo.");
        }
    }

    private @Nullable String text(String parameter, @Nullable String before) {
        return arguments.has(parameter) ? arguments.text(parameter) : before;
    }

    private static String checkedDisclaimer(String disclaimer) {
        return Checks.length("ApplyHtmlDisclaimerText", disclaimer, MAX_DISCLAIMER_LENGTH);
    }

    private @Nullable AppId application(@Nullable AppId before) {
        String given = text("FromApplication", before == null ? null : before.toString());
        if (given == null) {
            return null;
        }
        UUID guid = Guid.of(given);
        if (guid == null || directory.servicePrincipal(new AppId(guid)) == null) {
            throw CmdletFailures.notFound(given);
        }
        return new AppId(guid);
    }

    private @Nullable String headerName(@Nullable String before) {
        String name = text("SetHeaderName", before);
        if (name == null) {
            return null;
        }
        String low = Folding.lower(name);
        boolean free = low.startsWith("x-") || HEADERS.contains(low);
        if (!HEADER.matcher(name).matches() || !free || HeaderFirewall.stops(name)) {
            throw CmdletFailures.invalid("The header '" + Checks.length("SetHeaderName", name, 64)
                    + "' can't be set by a rule. Its name must begin with X-, or be List-Unsubscribe, Organization or"
                    + " Precedence.");
        }
        return name;
    }

    private @Nullable String headerValue(@Nullable String before) {
        String value = text("SetHeaderValue", before);
        if (value != null && !VALUE.matcher(value).matches()) {
            throw CmdletFailures.invalid("SetHeaderValue must be one line of 1 to 512 printable ASCII characters.");
        }
        return value;
    }

    private List<ObjectId> recipients(String parameter, List<ObjectId> before, Predicate<MailRecipient> kind) {
        if (!arguments.has(parameter)) {
            return before;
        }
        List<ObjectId> ids = arguments.texts(parameter).stream()
                .map(one -> RecipientIdentity.reference(directory, one, kind).id())
                .distinct()
                .toList();
        if (ids.size() > MAX_RECIPIENTS) {
            throw CmdletFailures.invalid(parameter + " can contain at most " + MAX_RECIPIENTS + " recipients.");
        }
        return ids;
    }
}
