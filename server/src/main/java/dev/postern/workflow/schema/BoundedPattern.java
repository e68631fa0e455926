package dev.postern.workflow.schema;

import com.networknt.schema.regex.RegularExpression;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of a schema. Java's matcher backtracks, so a short pattern may take exponential time; the characters that all matches of one
 * validation read are limited. It throws nothing, because the validator would write the pattern and the value to the log.
 */
record BoundedPattern(Pattern pattern) implements RegularExpression {
    private static final ScopedValue<Reads> READS = ScopedValue.newInstance();
    private static final int MAX_READS = 20_000_000;

    /** Ends a match. */
    private static final class Spent extends RuntimeException {
        private static final long serialVersionUID = 1;

        Spent() {
            super(null, null, false, false);
        }
    }

    /** The characters that one validation has read. */
    private static final class Reads {
        private int count;
        private boolean spent;

        void add() {
            if (++count > MAX_READS) {
                spent = true;
                throw new Spent();
            }
        }
    }

    /** A text that counts its reads. */
    private record Counted(CharSequence text, Reads reads) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            reads.add();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), reads);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    /**
     * Compiles a pattern.
     *
     * @param bad collects patterns that are not valid
     */
    static RegularExpression of(String source, List<String> bad) {
        try {
            return new BoundedPattern(Pattern.compile(source));
        } catch (PatternSyntaxException e) {
            bad.add("the pattern '" + source + "' is not valid: " + e.getDescription());
            return value -> false;
        }
    }

    /**
     * Runs one validation, whose matches share one limit.
     *
     * @throws ValidationTooCostly if the limit was exceeded
     */
    static <T> T bounded(ScopedValue.CallableOp<T, RuntimeException> validation) {
        Reads reads = new Reads();
        T result = ScopedValue.where(READS, reads).call(validation);
        if (reads.spent) {
            throw new ValidationTooCostly();
        }
        return result;
    }

    @Override
    public boolean matches(String value) {
        Reads reads = READS.isBound() ? READS.get() : new Reads();
        if (reads.spent) {
            return false;
        }
        try {
            return pattern.matcher(new Counted(value, reads)).find();
        } catch (Spent | StackOverflowError e) {
            reads.spent = true;
            return false;
        }
    }
}
