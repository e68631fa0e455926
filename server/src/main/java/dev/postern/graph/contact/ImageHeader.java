package dev.postern.graph.contact;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The format and the size in pixels of an image, from its first bytes. Nothing is decoded, so an image cannot cost more than its length. */
record ImageHeader(String mediaType, int width, int height) {
    private static final long PNG = 0x89504E470D0A1A0AL;
    private static final int PNG_LENGTH = 24;
    private static final int GIF = 0x47494638;
    private static final int GIF_LENGTH = 10;
    private static final int JPEG = 0xFFD8;
    private static final int MARKER = 0xFF;
    private static final int FRAME_LENGTH = 7;

    /** Null if it is not an image in a format that is known here. */
    static @Nullable ImageHeader read(byte[] image) {
        ByteBuffer bytes = ByteBuffer.wrap(image);
        ImageHeader header = image.length >= PNG_LENGTH && bytes.getLong(0) == PNG
                ? new ImageHeader("image/png", bytes.getInt(16), bytes.getInt(20))
                : image.length >= GIF_LENGTH && bytes.getInt(0) == GIF
                        ? gif(bytes.order(ByteOrder.LITTLE_ENDIAN))
                        : image.length > 4 && unsigned(bytes, 0) == JPEG ? jpeg(bytes) : null;
        return header == null || header.width <= 0 || header.height <= 0 ? null : header;
    }

    private static ImageHeader gif(ByteBuffer bytes) {
        return new ImageHeader("image/gif", unsigned(bytes, 6), unsigned(bytes, 8));
    }

    private static int unsigned(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    /** The size is in the first frame, behind segments that each begin with a marker and their length. */
    private static @Nullable ImageHeader jpeg(ByteBuffer bytes) {
        int at = 2;
        while (at + 4 <= bytes.limit()) {
            int marker = Byte.toUnsignedInt(bytes.get(at + 1));
            if (Byte.toUnsignedInt(bytes.get(at)) != MARKER) {
                return null;
            }
            if (marker == MARKER) {
                at++; // filling
                continue;
            }
            int length = unsigned(bytes, at + 2);
            if (isFrame(marker)) {
                boolean complete = at + 2 + FRAME_LENGTH <= bytes.limit();
                return complete
                        ? new ImageHeader("image/jpeg", unsigned(bytes, at + 7), unsigned(bytes, at + 5))
                        : null;
            }
            if (length < 2) {
                return null;
            }
            at += 2 + length;
        }
        return null;
    }

    /** Frames are C0 to CF without the tables C4, C8 and CC. */
    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }
}
