package dev.postern.workflow.definition;

import dev.postern.query.Folding;
import dev.postern.workflow.connector.Connections;
import dev.postern.workflow.expression.JsonValues;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A parameter with its value. The value of a secure parameter is never shown. */
public record WorkflowParameter(String name, Type type, JsonNode value) {
    /** The types of parameters. */
    public enum Type {
        STRING("String", false),
        SECURE_STRING("SecureString", true),
        INT("Int", false),
        FLOAT("Float", false),
        BOOL("Bool", false),
        ARRAY("Array", false),
        OBJECT("Object", false),
        SECURE_OBJECT("SecureObject", true);

        private final String text;
        private final boolean secure;

        Type(String text, boolean secure) {
            this.text = text;
            this.secure = secure;
        }

        public String text() {
            return text;
        }

        public boolean secure() {
            return secure;
        }

        /** Looks a type up without regard to case, because documentation and exports spell types differently. */
        public static Optional<Type> named(String name) {
            for (Type type : values()) {
                if (Folding.lower(type.text).equals(Folding.lower(name))) {
                    return Optional.of(type);
                }
            }
            return Optional.empty();
        }

        boolean accepts(JsonNode value) {
            return switch (this) {
                case STRING, SECURE_STRING -> value.isString();
                case INT -> value.isIntegralNumber();
                case FLOAT -> value.isNumber();
                case BOOL -> value.isBoolean();
                case ARRAY -> value.isArray();
                case OBJECT, SECURE_OBJECT -> value.isObject();
            };
        }
    }

    /** Returns the value of the parameter that describes connections. */
    public static Connections connections(Map<String, WorkflowParameter> parameters) {
        WorkflowParameter parameter = NamedParts.find(parameters, Connections.PARAMETER);
        return new Connections(parameter == null ? JsonValues.object() : parameter.value());
    }
}
