package dev.postern.directory;

import dev.postern.access.AppId;
import dev.postern.access.AppSelector;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** Maps the directory's records to the JSON of their rows; ids are texts. */
final class DirectoryJson {
    private final JsonMapper mapper = JsonMapper.builder().addModule(records()).build();

    String write(Object value) {
        return mapper.writeValueAsString(value);
    }

    <T> T read(String text, Class<T> type) {
        return mapper.readValue(text, type);
    }

    private static JacksonModule records() {
        SimpleModule module = new SimpleModule("records") {
            @Override
            public void setupModule(SetupContext context) {
                super.setupModule(context);
                context.addValueInstantiators(new RecordMakers());
            }
        };
        id(module, ObjectId.class, ObjectId::of);
        id(module, AppId.class, AppId::of);
        id(module, MailboxId.class, MailboxId::of);
        id(module, AppSelector.class, AppSelector::of);
        id(module, PolicyId.class, text -> new PolicyId(UUID.fromString(text)));
        id(module, SecretHash.class, SecretHash::text, SecretHash::new);
        return module;
    }

    private static <T> void id(SimpleModule module, Class<T> type, Function<String, T> read) {
        id(module, type, Object::toString, read);
    }

    private static <T> void id(
            SimpleModule module, Class<T> type, Function<T, String> write, Function<String, T> read) {
        module.addSerializer(type, new ValueSerializer<T>() {
            @Override
            public void serialize(T value, JsonGenerator generator, SerializationContext context) {
                generator.writeString(write.apply(value));
            }
        });
        module.addDeserializer(type, new ValueDeserializer<T>() {
            @Override
            public T deserialize(JsonParser parser, DeserializationContext context) {
                return read.apply(parser.getString());
            }
        });
    }
}
