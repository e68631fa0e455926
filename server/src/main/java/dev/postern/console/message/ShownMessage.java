package dev.postern.console.message;

import dev.postern.console.call.EdgeCalls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message and one way to look at it.
 *
 * @param sent empty if it was not sent
 * @param messageId of its header
 * @param content of the tab that is open
 * @param attachments how many it has
 */
public record ShownMessage(
        String address,
        String id,
        String from,
        String sender,
        List<People> people,
        String received,
        String sent,
        String messageId,
        boolean unread,
        boolean draft,
        boolean important,
        @Nullable Invitation invitation,
        Content content,
        int attachments) {
    public ShownMessage {
        people = List.copyOf(people);
    }

    /** Recipients of one field, the first ones. */
    public record People(String field, List<Person> first, int more) {
        public People {
            first = List.copyOf(first);
        }
    }

    /** A link to another way to look at the message. */
    public record Tab(String name, String text) {}

    public List<Tab> tabs() {
        return List.of(
                new Tab("html", "HTML"),
                new Tab("text", "Text"),
                new Tab("headers", "Headers"),
                new Tab("source", "Source"),
                new Tab("attachments", "Attachments (" + attachments + ")"));
    }

    public boolean isOpen(Tab tab) {
        return tab.name().equals(content.tab());
    }

    public String path() {
        return mailboxPath() + "/" + EdgeCalls.encode(id);
    }

    public String mailboxPath() {
        return MessagePages.PATH + "/" + EdgeCalls.encode(address);
    }

    public String tracePath() {
        return MessagePages.PATH + "/trace?messageId=" + EdgeCalls.encode(messageId);
    }

    public String auditPath() {
        return "/console/audit?mailbox=" + EdgeCalls.encode(address);
    }

    /** What a tab shows. */
    public sealed interface Content {
        /** The name of the tab. */
        String tab();

        /**
         * @param missing whether the message has no HTML
         * @param images addresses of images that are not loaded
         * @param left how many links and images are not listed
         */
        record Html(boolean missing, boolean wide, List<MailLink> links, List<MailLink> images, int left)
                implements Content {
            public Html {
                links = List.copyOf(links);
                images = List.copyOf(images);
            }

            @Override
            public String tab() {
                return "html";
            }
        }

        /** @param converted whether the text was made from HTML */
        record Text(ShownText.Part text, boolean converted) implements Content {
            @Override
            public String tab() {
                return "text";
            }
        }

        record Headers(HeaderRows header) implements Content {
            @Override
            public String tab() {
                return "headers";
            }
        }

        record Source(ShownText.Part text) implements Content {
            @Override
            public String tab() {
                return "source";
            }
        }

        /** @param left how many are not listed */
        record Attachments(List<AttachmentRow> rows, int left) implements Content {
            public Attachments {
                rows = List.copyOf(rows);
            }

            @Override
            public String tab() {
                return "attachments";
            }
        }

        /** @param tab the name of a tab that cannot be shown */
        record Problem(String tab, String text) implements Content {}
    }

    /** @param path where it is downloaded; empty if it has no content */
    public record AttachmentRow(String name, String type, long size, boolean inline, String path) {}
}
