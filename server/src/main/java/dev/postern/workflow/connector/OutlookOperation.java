package dev.postern.workflow.connector;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The supported operations of the Office 365 Outlook connector, as the portal's code view writes them. */
public enum OutlookOperation {
    SEND_EMAIL_V2(
            "SendEmailV2",
            "POST",
            List.of("/v2/Mail"),
            Set.of(),
            Set.of("To", "Cc", "Bcc", "Subject", "Body", "From", "ReplyTo", "Importance", "Attachments"),
            "To"),
    SHARED_MAILBOX_SEND_EMAIL_V2(
            "SharedMailboxSendEmailV2",
            "POST",
            List.of("/v2/SharedMailbox/Mail"),
            Set.of(),
            Set.of("MailboxAddress", "To", "Cc", "Bcc", "Subject", "Body", "ReplyTo", "Importance", "Attachments"),
            "MailboxAddress",
            "To"),
    GET_EMAILS_V3(
            "GetEmailsV3",
            "GET",
            List.of("/v3/Mail"),
            Set.of(
                    "folderPath",
                    "to",
                    "cc",
                    "toOrCc",
                    "from",
                    "importance",
                    "fetchOnlyWithAttachment",
                    "subjectFilter",
                    "fetchOnlyUnread",
                    "fetchOnlyFlagged",
                    "mailboxAddress",
                    "includeAttachments",
                    "searchQuery",
                    "top"),
            Set.of()),
    GET_EMAIL_V2("GetEmailV2", "GET", List.of("/v2/Mail/{}"), Set.of("mailboxAddress", "includeAttachments"), Set.of()),
    GET_ATTACHMENT_V2(
            "GetAttachment_V2",
            "GET",
            List.of("/codeless/v1.0/me/messages/{}/attachments/{}"),
            Set.of("mailboxAddress"),
            Set.of()),
    REPLY_TO_V3(
            "ReplyToV3",
            "POST",
            List.of("/v3/Mail/ReplyTo/{}"),
            Set.of("mailboxAddress"),
            Set.of("To", "Cc", "Bcc", "Subject", "Body", "ReplyAll", "Importance", "Attachments")),
    FORWARD_EMAIL_V2(
            "ForwardEmail_V2",
            "POST",
            List.of("/codeless/v1.0/me/messages/{}/forward"),
            Set.of("mailboxAddress"),
            Set.of("Comment", "ToRecipients"),
            "ToRecipients"),
    FLAG_V2(
            "Flag_V2",
            "PATCH",
            List.of("/codeless/v1.0/me/messages/{}/flag", "/v2/Mail/Flag/{}"),
            Set.of("mailboxAddress"),
            Set.of("flag")),
    FLAG("Flag", "POST", List.of("/Mail/Flag/{}", "/v2/Mail/Flag/{}"), Set.of("mailboxAddress"), Set.of("flag")),
    MARK_AS_READ_V3(
            "MarkAsRead_V3",
            "PATCH",
            List.of(
                    "/codeless/v3/v1.0/me/messages/{}/markAsRead",
                    "/codeless/v1.0/me/messages/{}/markAsRead",
                    "/v3/Mail/MarkAsRead/{}"),
            Set.of("mailboxAddress"),
            Set.of("isRead")),
    MARK_AS_READ(
            "MarkAsRead",
            "POST",
            List.of("/Mail/MarkAsRead/{}", "/v3/Mail/MarkAsRead/{}"),
            Set.of("mailboxAddress"),
            Set.of("isRead")),
    MOVE_V2(
            "MoveV2",
            "POST",
            List.of("/v2/Mail/Move/{}"),
            Set.of("folderPath", "mailboxAddress"),
            Set.of(),
            "folderPath"),
    DELETE_EMAIL_V2(
            "DeleteEmail_V2",
            "DELETE",
            List.of("/codeless/v1.0/me/messages/{}", "/Mail/{}"),
            Set.of("mailboxAddress"),
            Set.of()),
    DRAFT_EMAIL(
            "DraftEmail",
            "POST",
            List.of("/Draft"),
            Set.of(),
            Set.of("To", "Cc", "Bcc", "Subject", "Body", "From", "ReplyTo", "Importance", "Attachments")),
    SEND_DRAFT_EMAIL("SendDraftEmail", "POST", List.of("/Draft/Send/{}"), Set.of(), Set.of()),
    GET_EVENTS_CALENDAR_VIEW_V3(
            "GetEventsCalendarViewV3",
            "GET",
            List.of("/datasets/calendars/v3/tables/items/calendarview"),
            Set.of("calendarId", "startDateTimeUtc", "endDateTimeUtc", "$filter", "$orderby", "$top", "$skip"),
            Set.of(),
            "calendarId",
            "startDateTimeUtc",
            "endDateTimeUtc");

    /** A segment with which the paths of triggers end. */
    private static final String TRIGGER = "OnNewEmail";

    private final String text;
    private final String method;
    private final List<OperationPath> paths;
    private final Set<String> queries;
    private final Set<String> members;
    private final List<String> required;

    OutlookOperation(
            String text,
            String method,
            List<String> paths,
            Set<String> queries,
            Set<String> members,
            String... required) {
        this.text = text;
        this.method = method;
        this.paths = paths.stream().map(OperationPath::of).toList();
        this.queries = queries;
        this.members = members;
        this.required = List.of(required);
    }

    /** Finds the operation of a definition, in whose path ids are expressions. */
    public static Optional<OutlookOperation> find(String method, String path) {
        return path.endsWith("/" + TRIGGER)
                ? Optional.empty()
                : Stream.of(values())
                        .filter(each -> each.method.equalsIgnoreCase(method)
                                && each.paths.stream().anyMatch(one -> one.matchesText(path)))
                        .findFirst();
    }

    /** Returns the ids in an evaluated path. */
    List<String> ids(String path) {
        return paths.stream()
                .flatMap(each -> each.ids(path).stream())
                .findFirst()
                .orElseThrow(() -> new ConnectorRefused("The input 'path' with the value '" + path
                        + "' is not a path of the operation '" + text
                        + "'. Encode ids in it with 'encodeURIComponent'."));
    }

    /** The name of the operation in the connector's documentation. */
    public String text() {
        return text;
    }

    /** The supported query parameters. */
    public Set<String> queries() {
        return queries;
    }

    /** The supported members of the body. */
    public Set<String> members() {
        return members;
    }

    /** The query parameters and members of the body that must be there. */
    public List<String> required() {
        return required;
    }
}
