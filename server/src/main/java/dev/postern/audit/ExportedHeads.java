package dev.postern.audit;

import dev.postern.audit.Chain.Place;
import dev.postern.store.Database;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The heads in the last line of an export, which may also be a file of its own.
 *
 * @param at when they were exported; rows after a head were written later
 */
public record ExportedHeads(List<Head> heads, Instant at) {
    private static final int MAX_HEADS = 4_000_000;
    private static final int BLOCK_BYTES = 64 * 1024;
    /** Reads one head after the other, so what follows one is not a mistake. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    public ExportedHeads {
        heads = List.copyOf(heads);
    }

    /**
     * The head of a chain.
     *
     * @param place null if the file does not say whether it is the chain of a mailbox or of a tenant
     */
    record Head(UUID chain, @Nullable Place place, long sequence, byte[] hash) {
        /** Without a place, it is the chain of a tenant if the database has one, otherwise that of a mailbox. */
        Chain in(Database database) {
            if (place != null) {
                return place.chain(chain);
            }
            Chain ofTenant = Place.TENANT.chain(chain);
            Long last = database.read(sql -> sql.one(ofTenant.last(), row -> row.number(1), chain));
            return last == null ? Place.MAILBOX.chain(chain) : ofTenant;
        }
    }

    /** @throws IllegalArgumentException if the last line of the file does not contain heads, or the file cannot be read */
    public static ExportedHeads read(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(lastLine(channel));
            return parse(new BufferedInputStream(Channels.newInputStream(channel)));
        } catch (IOException e) {
            throw new IllegalArgumentException("The heads in " + file + " cannot be read: " + e.getMessage(), e);
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "The last line of " + file + " does not contain the heads of an export.", e);
        }
    }

    /** Returns where the last line with content begins. */
    private static long lastLine(FileChannel channel) throws IOException {
        long end = channel.size();
        boolean content = false;
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
        while (end > 0) {
            long begin = Math.max(0, end - BLOCK_BYTES);
            block.clear().limit((int) (end - begin));
            while (block.hasRemaining() && channel.read(block, begin + block.position()) >= 0) {
                // until the block is full
            }
            for (int i = block.position() - 1; i >= 0; i--) {
                byte one = block.get(i);
                if (one == '\n' && content) {
                    return begin + i + 1;
                }
                content |= one > ' ';
            }
            end = begin;
        }
        return 0;
    }

    private static ExportedHeads parse(InputStream in) {
        var heads = new ArrayList<Head>();
        boolean found = false;
        Instant at = Instant.MIN;
        try (JsonParser parser = JSON.createParser(in)) {
            require(parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if ("heads".equals(name)) {
                    require(value == JsonToken.START_ARRAY);
                    found = true;
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        require(heads.size() < MAX_HEADS);
                        heads.add(head(JSON.readTree(parser)));
                    }
                } else if ("at".equals(name)) {
                    at = Instant.parse(parser.getString());
                } else {
                    parser.skipChildren();
                }
            }
        }
        require(found);
        return new ExportedHeads(heads, at);
    }

    private static Head head(JsonNode node) {
        long sequence = node.path("sequence").asLong(0);
        byte[] hash = HexFormat.of().parseHex(node.path("hash").asString(""));
        require(sequence > 0 && hash.length == ChainHash.beginning().length);
        String place = node.path("place").asString("");
        return new Head(
                UUID.fromString(node.path("chain").asString("")),
                Arrays.stream(Place.values())
                        .filter(one -> one.text().equals(place))
                        .findFirst()
                        .orElse(null),
                sequence,
                hash);
    }

    private static void require(boolean right) {
        if (!right) {
            throw new IllegalArgumentException("no heads");
        }
    }
}
