package dev.postern.mailbox.rule;

import dev.postern.mailbox.MeetingMessageType;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The predicates that are true or not used, each with its name in Graph. */
public enum RuleFact {
    SENT_TO_ME("sentToMe", (message, own) -> isIn(message.to(), own)),
    SENT_CC_ME("sentCcMe", (message, own) -> isIn(message.cc(), own)),
    SENT_TO_OR_CC_ME("sentToOrCcMe", (message, own) -> isIn(message.to(), own) || isIn(message.cc(), own)),
    SENT_ONLY_TO_ME(
            "sentOnlyToMe",
            (message, own) -> isIn(message.to(), own)
                    && Stream.concat(message.to().stream(), message.cc().stream())
                            .allMatch(own::contains)),
    NOT_SENT_TO_ME("notSentToMe", (message, own) -> !isIn(message.to(), own)),
    HAS_ATTACHMENTS("hasAttachments", ArrivingMessage::hasAttachments),
    MEETING_REQUEST("isMeetingRequest", message -> message.meeting() == MeetingMessageType.REQUEST),
    MEETING_RESPONSE("isMeetingResponse", message -> switch (message.meeting()) {
        case ACCEPTED, TENTATIVE, DECLINED -> true;
        case null, default -> false;
    }),
    AUTOMATIC_REPLY(
            "isAutomaticReply",
            message -> !message.isType("multipart/report")
                    && (message.header("auto-submitted").anyMatch(value -> value.startsWith("auto-replied"))
                            || message.isReplyOfServer())),
    AUTOMATIC_FORWARD("isAutomaticForward", ArrivingMessage::wasForwarded),
    NON_DELIVERY_REPORT("isNonDeliveryReport", message -> message.isReport("delivery-status")),
    READ_RECEIPT("isReadReceipt", message -> message.isReport("disposition-notification")),
    ENCRYPTED(
            "isEncrypted",
            message -> message.isType("multipart/encrypted")
                    || (message.isPkcs7() && message.hasTypeParameter("smime-type", "enveloped-data"))),
    SIGNED(
            "isSigned",
            message -> message.isType("multipart/signed")
                    || (message.isPkcs7() && message.hasTypeParameter("smime-type", "signed-data"))),
    PERMISSION_CONTROLLED(
            "isPermissionControlled",
            message -> message.header("content-class").anyMatch(value -> value.startsWith("rpmsg"))),
    VOICEMAIL(
            "isVoicemail",
            message -> message.header("content-class")
                    .anyMatch(value -> value.startsWith("voice") || value.equals("missedcall"))),
    APPROVAL_REQUEST("isApprovalRequest", ArrivingMessage::isForApproval);

    private final String graphName;
    private final BiPredicate<ArrivingMessage, Set<String>> test;

    RuleFact(String graphName, BiPredicate<ArrivingMessage, Set<String>> test) {
        this.graphName = graphName;
        this.test = test;
    }

    RuleFact(String graphName, Predicate<ArrivingMessage> test) {
        this(graphName, (message, _) -> test.test(message));
    }

    String graphName() {
        return graphName;
    }

    /** @param own the folded addresses of the owner of the mailbox */
    boolean holds(ArrivingMessage message, Set<String> own) {
        return test.test(message, own);
    }

    private static boolean isIn(Set<String> recipients, Set<String> own) {
        return recipients.stream().anyMatch(own::contains);
    }
}
