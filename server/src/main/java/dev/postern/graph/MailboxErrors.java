package dev.postern.graph;

import dev.postern.mailbox.MailboxFailure;

/** Maps the failures of a mailbox to Exchange's codes. Decision 11 contains those that no source documents. */
final class MailboxErrors {
    private MailboxErrors() {}

    static GraphFailure of(MailboxFailure failure) {
        String text = String.valueOf(failure.getMessage());
        return switch (failure) {
            case MailboxFailure.MailboxNotFound _ ->
                new GraphFailure(
                        404,
                        "MailboxNotEnabledForRESTAPI",
                        "The mailbox is either inactive, soft-deleted, or is hosted on-premise.");
            case MailboxFailure.IdMalformed _ -> new GraphFailure(400, "ErrorInvalidIdMalformed", text);
            case MailboxFailure.ItemNotFound _, MailboxFailure.FolderNotFound _ ->
                new GraphFailure(404, "ErrorItemNotFound", text);
            case MailboxFailure.ChangesForgotten _ -> new GraphFailure(410, "SyncStateNotFound", text);
            case MailboxFailure.FolderExists _ -> new GraphFailure(409, "ErrorFolderExists", text);
            case MailboxFailure.FolderNameInvalid _ -> new GraphFailure(400, "ErrorInvalidRequest", text);
            case MailboxFailure.FolderDistinguished refused ->
                switch (refused.change()) {
                    case DELETE -> new GraphFailure(403, "ErrorDeleteDistinguishedFolder", text);
                    case MOVE -> new GraphFailure(403, "ErrorMoveDistinguishedFolder", text);
                    case RENAME -> new GraphFailure(403, "ErrorAccessDenied", text);
                };
            case MailboxFailure.FolderCircular _ -> new GraphFailure(400, "ErrorMoveCopyFailed", text);
            case MailboxFailure.FolderClassMismatch _ -> new GraphFailure(400, "ErrorInvalidFolderId", text);
            case MailboxFailure.FolderIsSearch _ -> new GraphFailure(400, "ErrorInvalidFolderTypeForOperation", text);
            case MailboxFailure.FolderPropertiesTooLarge _,
                    MailboxFailure.MessagePropertiesTooLarge _,
                    MailboxFailure.ExtendedPropertyRefused _ -> new GraphFailure(400, "ErrorInvalidProperty", text);
            case MailboxFailure.MessageTooLarge _ -> new GraphFailure(413, "ErrorMessageSizeExceeded", text);
            // 400 by analogy with the page on calendars; the status is not confirmed (decision 38)
            case MailboxFailure.EventRefused refused ->
                new GraphFailure(
                        400,
                        switch (refused.fault()) {
                            case PROPERTY -> "ErrorPropertyValidationFailure";
                            case CROSSES_NEIGHBOR -> "ErrorOccurrenceCrossingBoundary";
                            case NOT_A_SERIES, TOO_MANY -> "ErrorInvalidRequest";
                        },
                        text);
            case MailboxFailure.CalendarKept _ -> new GraphFailure(400, "ErrorDeleteDistinguishedFolder", text);
            case MailboxFailure.CalendarGroupInUse _ -> new GraphFailure(400, "ErrorCannotDeleteObject", text);
            // no source has the code; the status is that of other names in use (decision 45)
            case MailboxFailure.CategoryRefused refused ->
                new GraphFailure(refused.isDuplicate() ? 409 : 400, "ErrorInvalidRequest", text);
            case MailboxFailure.RuleRefused refused ->
                switch (refused.fault()) {
                    case NOT_FOUND -> new GraphFailure(404, "ErrorItemNotFound", text);
                    case FOLDER ->
                        new GraphFailure(400, "ErrorInboxRulesValidationError", "FolderDoesNotExist: " + text);
                    case INVALID -> new GraphFailure(400, "ErrorInboxRulesValidationError", text);
                    case OVER_QUOTA -> new GraphFailure(403, "ErrorRulesOverQuota", text);
                };
            case MailboxFailure.CalendarPermissionRefused _ -> new GraphFailure(400, "ErrorInvalidRequest", text);
            case MailboxFailure.CannotDelete _ -> new GraphFailure(403, "ErrorCannotDeleteObject", text);
            case MailboxFailure.ChangeKeyMismatch _ -> new GraphFailure(412, "ErrorIrresolvableConflict", text);
            // observed with 403 and this message; decision 23
            case MailboxFailure.QuotaExceeded _ -> new GraphFailure(403, "ErrorQuotaExceeded", text);
            case MailboxFailure.BodiesTooLarge _ -> new GraphFailure(400, "InefficientFilter", text);
            case MailboxFailure.UploadNotFound _ -> new GraphFailure(404, "ErrorItemNotFound", text);
            case MailboxFailure.UploadRange _ -> new GraphFailure(416, "InvalidRange", text);
            case MailboxFailure.NotADraft draft ->
                new GraphFailure(
                        400, draft.what().equals("send") ? "ErrorInvalidRequest" : "ErrorInvalidPropertySet", text);
        };
    }
}
