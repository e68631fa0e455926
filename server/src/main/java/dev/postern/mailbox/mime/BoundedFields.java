package dev.postern.mailbox.mime;

import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.DefaultFieldBuilder;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.util.ByteSequence;

/** Keeps from the parser of parameters what has more of them than it reads in good time. */
final class BoundedFields extends DefaultFieldBuilder {
    /** Many times what the longest names of files take. */
    static final int LONGEST_CONTENT_FIELD = 8 * 1024;

    private static final String CONTENT = "content-";

    BoundedFields(int longest) {
        super(longest);
    }

    @Override
    public RawField build() throws MimeException {
        RawField field = super.build();
        ByteSequence raw = field.getRaw();
        boolean parameters = field.getName().regionMatches(true, 0, CONTENT, 0, CONTENT.length());
        if (parameters && raw != null && raw.length() > LONGEST_CONTENT_FIELD) {
            throw new MimeRefused(
                    "A Content-* header field of a part is longer than " + LONGEST_CONTENT_FIELD + " bytes", null);
        }
        return field;
    }
}
