package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.store.Engine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client that lost its connection sends the range again on another one, while the server may still process the first
 * request. The second request decides.
 */
@ParameterizedClass
@EnumSource(Engine.class)
@SuppressWarnings({"NullAway.Init", "InputStreamSlowMultibyteRead"})
class UploadsTest {
    private static final int SIZE = 1_000_000;
    private static final int RANGE = 400_000;

    @Parameter
    Engine engine;

    private MailFixture mail;
    private Uploads uploads;
    private final byte[] file = new byte[SIZE];
    private ItemRef message;

    @BeforeEach
    void open() {
        mail = new MailFixture(engine);
        new Random(1).nextBytes(file);
        uploads = mail.mailboxes.open(mail.mailbox).uploads();
        message = ItemRef.of(mail.draft("{'subject':'large'}").id());
    }

    @AfterEach
    void close() {
        mail.close();
    }

    private Upload begin() {
        return uploads.begin(
                ItemKind.MESSAGE,
                message,
                new Upload.File("large.bin", null, null, false, SIZE),
                "holder",
                new byte[32]);
    }

    private InputStream range(int from, int length) {
        return new ByteArrayInputStream(file, from, length);
    }

    private byte[] content(Attachment attachment) throws IOException {
        Attachments attachments = mail.mailboxes.open(mail.mailbox).attachments();
        try (InputStream content = attachments.open(message.id(), attachment.id())) {
            return content.readAllBytes();
        }
    }

    /** The connection is lost when the next byte is read. */
    private static InputStream lost() {
        return new InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException("the client disconnected");
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_000, 300_000})
    void aLostRangeIsSentAgain(int arrived) throws IOException {
        Upload first = uploads.append(begin(), RANGE, range(0, RANGE));
        assertThrows(
                IllegalStateException.class,
                () -> uploads.append(first, RANGE, new SequenceInputStream(range(RANGE, arrived), lost())));
        Upload second = uploads.append(first, SIZE - RANGE, range(RANGE, SIZE - RANGE));
        assertArrayEquals(file, content(uploads.finish(second)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_000, 300_000})
    void aRequestThatComesTooLateRemovesNothing(int arrived) throws IOException {
        Upload begun = begin();
        Upload first = uploads.append(begun, RANGE, range(0, RANGE));
        assertThrows(
                RuntimeException.class,
                () -> uploads.append(begun, RANGE, new SequenceInputStream(range(0, arrived), lost())));
        Upload second = uploads.append(first, SIZE - RANGE, range(RANGE, SIZE - RANGE));
        assertArrayEquals(file, content(uploads.finish(second)));
    }

    /** The two requests have different bytes, in pieces that end at different places. */
    @ParameterizedTest
    @ValueSource(ints = {1_000, 300_000, RANGE})
    void aRequestThatIsOvertakenChangesNothing(int length) throws IOException {
        Upload begun = begin();
        Upload[] overtaking = new Upload[1];
        InputStream slow = new InputStream() {
            private int left = length;

            @Override
            public int read() {
                if (overtaking[0] == null) {
                    overtaking[0] = uploads.append(begun, RANGE, range(0, RANGE));
                }
                return left-- > 0 ? 'x' : -1;
            }
        };
        assertThrows(MailboxFailure.UploadRange.class, () -> uploads.append(begun, length, slow));
        assertEquals(RANGE, overtaking[0].received());
        Upload second = uploads.append(overtaking[0], SIZE - RANGE, range(RANGE, SIZE - RANGE));
        assertArrayEquals(file, content(uploads.finish(second)));
    }

    /** The server begins with the lost request only when the other one has already sent bytes. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1_000})
    void aLostRequestThatBeginsLateDoesNotDisturb(int arrived) throws IOException {
        Upload begun = begin();
        InputStream repeated = new InputStream() {
            private int at;

            @Override
            public int read() {
                if (at == 300_000) {
                    assertThrows(
                            IllegalStateException.class,
                            () -> uploads.append(begun, RANGE, new SequenceInputStream(range(0, arrived), lost())));
                }
                return at < SIZE ? file[at++] & 0xff : -1;
            }
        };
        assertArrayEquals(file, content(uploads.finish(uploads.append(begun, SIZE, repeated))));
    }

    @Test
    void aContentOfAnotherLengthThanItSaysIsNotStored() {
        Content shorter = new Content() {
            @Override
            public long size() {
                return RANGE + 1;
            }

            @Override
            public InputStream open() {
                return range(0, RANGE);
            }
        };
        Contents contents = mail.mailboxes.open(mail.mailbox).contents();
        assertThrows(UncheckedIOException.class, () -> contents.store(shorter));
        assertThrows(
                MailboxFailure.ItemNotFound.class,
                () -> contents.open(Contents.hash(Content.of(range(0, RANGE).readAllBytes()))));
    }
}
