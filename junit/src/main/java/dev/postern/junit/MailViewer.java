package dev.postern.junit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads mailboxes of one tenant with an application that is created with the first use. Thread-safe. */
final class MailViewer {
    private static final Duration BETWEEN = Duration.ofMillis(20);
    private static final int PAGE = 100;

    private final AdministratorAccount account;
    private final Supplier<PosternApp> create;
    private @Nullable TenantClient client;

    MailViewer(AdministratorAccount account, Supplier<PosternApp> create) {
        this.account = account;
        this.create = create;
    }

    List<ReceivedMail> inbox(PosternMailbox mailbox) {
        String path = "/v1.0/users/" + URLEncoder.encode(mailbox.id(), StandardCharsets.UTF_8)
                + "/mailFolders/inbox/messages?$orderby=receivedDateTime%20desc&$top=" + PAGE;
        return JsonMembers.objects(client().send(PosternApp.GRAPH, "GET", path, null), "value").stream()
                .map(ReceivedMail::of)
                .toList();
    }

    ReceivedMail await(PosternMailbox mailbox, Predicate<ReceivedMail> meant, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (true) {
            List<ReceivedMail> present = inbox(mailbox);
            Optional<ReceivedMail> found = present.stream().filter(meant).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("No such message arrived in " + mailbox + " within " + time
                        + ". Its Inbox has " + (present.isEmpty() ? "no messages." : shown(present)));
            }
            pause();
        }
    }

    private static String shown(List<ReceivedMail> present) {
        return present.stream()
                .limit(10)
                .map(mail -> "'" + mail.subject() + "' from " + mail.from())
                .collect(Collectors.joining(", ", present.size() + " messages, the newest: ", "."));
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PosternException("The test was interrupted while it waited for mail.", e);
        }
    }

    private synchronized TenantClient client() {
        TenantClient ready = client;
        if (ready == null) {
            PosternApp app = create.get();
            ready = new TenantClient(account, app.appId(), app.clientSecret());
            client = ready;
        }
        return ready;
    }
}
