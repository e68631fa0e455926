package dev.postern.mailbox.mime;

import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.DefaultFieldBuilder;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.util.ByteSequence;

/** Does not pass fields to the parser of parameters that are too long for it to parse in reasonable time. */
final class BoundedFields extends DefaultFieldBuilder {
    /** Many times the length of the maxBytes file names. */
    static final int MAX_CONTENT_FIELD_BYTES = 8 * 1024;

    private static final String CONTENT = "content-";

    BoundedFields(int maxBytes) {
        super(maxBytes);
    }

    @Override
    public RawField build() throws MimeException {
        RawField field = super.build();
        ByteSequence raw = field.getRaw();
        boolean parameters = field.getName().regionMatches(true, 0, CONTENT, 0, CONTENT.length());
        if (parameters && raw != null && raw.length() > MAX_CONTENT_FIELD_BYTES) {
            throw new MimeRefused(
                    "A Content-* header field of a part is longer than " + MAX_CONTENT_FIELD_BYTES + " bytes", null);
        }
        return field;
    }
}
