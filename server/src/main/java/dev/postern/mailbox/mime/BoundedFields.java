package dev.postern.mailbox.mime;

import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.BodyDescriptorBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.util.ByteSequence;
import org.jspecify.annotations.Nullable;

/** Keeps from a parser of parameters what has more of them than it takes in good time. */
final class BoundedFields implements BodyDescriptorBuilder {
    /** Many times what the longest names of files take. */
    static final int LONGEST = 8 * 1024;

    private final BodyDescriptorBuilder parser;

    BoundedFields(BodyDescriptorBuilder parser) {
        this.parser = parser;
    }

    @Override
    public void reset() {
        parser.reset();
    }

    @Override
    public @Nullable Field addField(RawField field) throws MimeException {
        ByteSequence raw = field.getRaw();
        boolean parameters = field.getName().regionMatches(true, 0, "content-", 0, "content-".length());
        if (parameters && raw != null && raw.length() > LONGEST) {
            throw new MimeRefused(
                    "A field that says how to read a part is longer than " + LONGEST + " bytes", null);
        }
        return parser.addField(field);
    }

    @Override
    public BodyDescriptor build() {
        return parser.build();
    }

    @Override
    public BodyDescriptorBuilder newChild() {
        return new BoundedFields(parser.newChild());
    }
}
